package io.wirelink.device;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** The lines of {@code wg show IFACE dump}, in any order, each with its networks in order. */
final class WgDump {
  private WgDump() {}

  /** What {@code wg} says. */
  static Set<String> sorted(String text) {
    return text.lines().map(line -> sortedNetworks(line.split("\t"))).collect(Collectors.toSet());
  }

  private static String sortedNetworks(String[] fields) {
    if (fields.length == 8) {
      fields[3] = Arrays.stream(fields[3].split(",")).sorted().collect(Collectors.joining(","));
    }
    return String.join("\t", fields);
  }

  /** What it must say of a device without a private key. */
  static Set<String> of(DeviceState state) {
    Set<String> lines = new HashSet<>();
    int mark = state.firewallMark();
    lines.add(
        String.join(
            "\t",
            "(none)",
            state.publicKey() == null ? "(none)" : state.publicKey().toString(),
            Integer.toString(state.listenPort()),
            mark == 0 ? "off" : "0x" + Integer.toHexString(mark)));
    state.peers().values().forEach(peer -> lines.add(line(peer)));
    return lines;
  }

  private static String line(PeerState peer) {
    String networks =
        peer.allowedIps().stream().map(Cidr::toString).sorted().collect(Collectors.joining(","));
    return String.join(
        "\t",
        peer.publicKey().toString(),
        "(none)",
        peer.endpoint() == null ? "(none)" : peer.endpoint().toString(),
        networks.isEmpty() ? "(none)" : networks,
        peer.lastHandshake() == null ? "0" : Long.toString(peer.lastHandshake().getEpochSecond()),
        Long.toString(peer.receivedBytes()),
        Long.toString(peer.sentBytes()),
        peer.keepaliveSeconds() == 0 ? "off" : Integer.toString(peer.keepaliveSeconds()));
  }
}
