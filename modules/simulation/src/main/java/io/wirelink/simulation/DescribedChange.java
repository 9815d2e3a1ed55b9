package io.wirelink.simulation;

import io.wirelink.device.PeerChange;

/** A change with only what it changes, for traces. */
record DescribedChange(PeerChange change) {
  @Override
  public String toString() {
    String key = change.publicKey().toString();
    return (change.remove() ? "remove " : change.updateOnly() ? "update " : "add ")
        + key
        + (change.endpoint() == null ? "" : " endpoint " + change.endpoint())
        + (change.keepaliveSeconds() == null ? "" : " keepalive " + change.keepaliveSeconds())
        + (change.presharedKey() == null
            ? ""
            : " preshared key " + change.presharedKey().print().kind())
        + (change.replaceAllowedIps() ? " only " : " also ")
        + change.allowedIps();
  }
}
