/**
 * How things are said to people.
 *
 * <p>Amounts, tables, names of peers and attributes, the word that somebody meant, and what others
 * wrote in a form that is safe to print. It computes nothing and asks nobody.
 */
module io.wirelink.text {
  requires com.fasterxml.jackson.jr.ob;
  requires transitive io.wirelink.agent;
  requires static org.jspecify;

  exports io.wirelink.text;
}
