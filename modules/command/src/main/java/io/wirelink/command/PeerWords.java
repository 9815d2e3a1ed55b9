package io.wirelink.command;

import io.wirelink.control.Status.Peer;
import io.wirelink.control.StatusJson;

/** The words for how a peer is, in the table of {@code wirelink status}. */
final class PeerWords {

  private PeerWords() {}

  /** Where its preshared key comes from; empty if it has none. */
  static String key(Peer peer) {
    return switch (peer.presharedKey()) {
      case StatusJson.AGREED -> "agreed";
      case StatusJson.BY_HAND -> "by hand";
      default -> "";
    };
  }

  /** Whether probes to it got lost lately. */
  static boolean isLossy(Peer peer) {
    return peer.loss() != null && peer.loss() > 0;
  }

  /** Why a peer that is there is not reached directly, where that is not plain silence. */
  static String trouble(Peer peer) {
    if (peer.direct().flapping()) {
      return ", flapping";
    }
    return switch (peer.direct().broken()) {
      case "one_way" -> ", one way only";
      case "large_lost" -> ", large packets lost";
      case "given_up_by_peer" -> ", given up there";
      case "not_configured" -> ", device not changed";
      default -> "";
    };
  }

  /** Whether its agent was heard. */
  static String alive(Peer peer) {
    if (peer.basic()) {
      return "basic";
    }
    return peer.alive() ? "yes" : "no";
  }
}
