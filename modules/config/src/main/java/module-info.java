/**
 * The configuration of an agent: read, checked, merged from file, environment and flags, compared,
 * written and explained.
 *
 * <p>A file is read into a tree that keeps where each value stands, so that everything that is
 * wrong is told with its place. What reads and checks it stays in here.
 */
module io.wirelink.config {
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.dataformat.toml;
  requires com.fasterxml.jackson.dataformat.yaml;
  requires com.fasterxml.jackson.jr.ob;
  requires transitive io.wirelink.agent;
  requires transitive io.wirelink.names;
  requires io.wirelink.text;
  requires static org.jspecify;

  exports io.wirelink.config;
}
