/**
 * Which peer may assert which fact.
 *
 * <p>A fact that arrives is judged before it is merged: by the trust level of the peer that sent
 * it, its subject, and its attribute. The verdict is a pure function of these.
 */
module io.wirelink.trust {
  requires transitive io.wirelink.device;
  requires transitive io.wirelink.fact;
  requires static org.jspecify;

  exports io.wirelink.trust;
}
