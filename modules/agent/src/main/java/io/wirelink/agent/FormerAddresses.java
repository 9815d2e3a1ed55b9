package io.wirelink.agent;

import io.wirelink.device.Cidr;
import io.wirelink.device.HostInterface;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PublicKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the addresses in the tunnel off the interface that follow from keys which this host had
 * before (docs/protocol.md, "Rotating"): nobody sends there any more.
 */
final class FormerAddresses {

  private static final Logger log = LoggerFactory.getLogger(FormerAddresses.class);

  private final Mesh mesh;

  /** What was read and not looked at yet; none if all was. */
  private List<HostInterface> unseen = List.of();

  FormerAddresses(Mesh mesh) {
    this.mesh = mesh;
  }

  /** Takes in a reading of the host's interfaces. */
  void hostRead(List<HostInterface> interfaces) {
    unseen = interfaces;
  }

  /**
   * Says what is to be taken off; to be called when the device is known.
   *
   * @param successors the key that follows upon each that is worth nothing any more
   */
  List<Action> due(String interfaceName, Map<PublicKey, PublicKey> successors) {
    Set<IpAddress> former = new HashSet<>();
    successors.forEach(
        (from, to) -> {
          if (to.equals(mesh.self())) {
            former.add(from.linkLocalAddress());
          }
        });
    former.remove(mesh.self().linkLocalAddress());
    List<Action> actions = new ArrayList<>();
    for (HostInterface each : unseen) {
      if (each.name().equals(interfaceName)) {
        each.addresses().stream()
            .map(address -> address.cidr())
            .filter(cidr -> former.contains(cidr.address()))
            .forEach(cidr -> actions.add(drop(cidr)));
      }
    }
    unseen = List.of();
    return actions;
  }

  private static Action drop(Cidr address) {
    log.info("Taking {} off, the address of a key that this host had before", address.address());
    return new Action.DropAddress(address);
  }

  /** Whether anything is to be looked at. */
  boolean isDue() {
    return !unseen.isEmpty();
  }
}
