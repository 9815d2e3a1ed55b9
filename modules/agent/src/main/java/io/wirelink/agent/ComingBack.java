package io.wirelink.agent;

import io.wirelink.device.Cidr;
import io.wirelink.device.PublicKey;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts hosts back on the device that were removed and may come back, with what was routed to them
 * and is nobody else's by now: WireGuard would take it from who has it.
 *
 * @param mesh what is known of all
 * @param joining knows what is promised to whom
 * @param peers puts them on the device
 */
record ComingBack(Mesh mesh, Joining joining, RemovedPeers peers) {

  private static final Logger log = LoggerFactory.getLogger(ComingBack.class);

  /** What becomes of one, as it stands at this moment. */
  LetBack outlook(KeptRemoval kept) {
    PublicKey key = kept.record().subject();
    return LetBack.of(kept.networks(), joining.stillFree(key, kept.networks()));
  }

  /** Puts one back, if there is anything left to be routed to it. */
  void putBack(KeptRemoval kept) {
    PublicKey key = kept.record().subject();
    LetBack outlook = outlook(kept);
    if (!outlook.networks().isEmpty()) {
      peers.putBack(key, outlook.networks());
    }
    if (!outlook.taken().isEmpty()) {
      log.warn(
          "{} comes back without {}, which somebody else has by now",
          mesh.nameOf(key),
          outlook.taken().stream().sorted().map(Cidr::toString).collect(Collectors.joining(", ")));
    }
  }
}
