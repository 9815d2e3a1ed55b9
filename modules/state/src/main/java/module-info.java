/**
 * What an agent remembers over its end, in a file.
 *
 * <p>The file is there with all of its text or not at all, is read by nobody but its owner, and is
 * believed only as far as it can be understood.
 */
module io.wirelink.state {
  requires com.fasterxml.jackson.jr.ob;
  requires transitive io.wirelink.agent;
  requires io.wirelink.config;
  requires io.wirelink.text;
  requires org.slf4j;
  requires static org.jspecify;

  exports io.wirelink.state;
}
