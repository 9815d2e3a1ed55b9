/**
 * How things are said to people.
 *
 * <p>Amounts, tables, labels of peers, the word that somebody meant, JSON, and what others wrote in
 * a form that is safe to print. It computes nothing and asks nobody, and stands so low that
 * whatever takes text from a network can make it safe at once.
 */
module io.wirelink.text {
  requires transitive com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.jr.ob;
  requires transitive io.wirelink.device;
  requires static org.jspecify;

  exports io.wirelink.text;
}
