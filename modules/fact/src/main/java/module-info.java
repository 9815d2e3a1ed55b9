/**
 * Facts: what peers tell each other about themselves and about others.
 *
 * <p>A fact is an attribute of a subject, with a value and a time to live. Here are the facts, the
 * wire codec, and the store that merges them and lets them expire. Nothing here knows who said a
 * fact, whether to believe it, or how it travels.
 */
module io.wirelink.fact {
  requires transitive io.wirelink.device;
  requires io.wirelink.text;
  requires static org.jspecify;

  exports io.wirelink.fact;
}
