package io.wirelink.launcher;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A device in the words of `wg show IFACE dump`, without its secrets.
 *
 * @param own the fields of the device: its key, port and mark
 * @param peers the fields of each peer behind its key; AllowedIPs are sorted
 */
record DumpedDevice(List<String> own, Map<String, List<String>> peers) {

  private static final String NONE = "(none)";
  private static final String OFF = "off";

  /** What `wg` says of wg0 on a host. */
  static DumpedDevice byWg(Lab lab, String host) {
    List<String> lines = lab.exec(host, "wg", "show", "wg0", "dump").done().out().lines().toList();
    String[] own = lines.getFirst().split("\t", -1);
    Map<String, List<String>> peers = new TreeMap<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] peer = line.split("\t", -1);
      String allowedIps = String.join(",", new TreeSet<>(Arrays.asList(peer[3].split(","))));
      peers.put(peer[0], List.of(peer[2], allowedIps, peer[4], peer[5], peer[6], peer[7]));
    }
    return new DumpedDevice(List.of(own[1], own[2], own[3]), peers);
  }

  /** What `wirelink device` says of it, which must have read it from userspace. */
  static DumpedDevice byWirelink(Lab lab, String host) throws IOException {
    String text = lab.exec(host, "wirelink", "device", "wg0", "--json").done().out();
    Map<String, Object> device = JSON.std.mapFrom(text);
    if (!"wg0".equals(device.get("interface")) || !"userspace".equals(device.get("backend"))) {
      throw new AssertionError(text);
    }
    long mark = ((Number) device.get("fwmark")).longValue();
    Map<String, List<String>> peers = new TreeMap<>();
    for (Object each : (List<?>) device.get("peers")) {
      Map<?, ?> peer = (Map<?, ?>) each;
      peers.put(word(peer.get("public_key"), NONE), fields(peer));
    }
    return new DumpedDevice(
        List.of(
            word(device.get("public_key"), NONE),
            word(device.get("listen_port"), NONE),
            mark == 0 ? OFF : "0x" + Long.toHexString(mark)),
        peers);
  }

  private static List<String> fields(Map<?, ?> peer) {
    TreeSet<String> allowedIps = new TreeSet<>();
    ((List<?>) peer.get("allowed_ips")).forEach(network -> allowedIps.add(network.toString()));
    String keepalive = word(peer.get("persistent_keepalive"), OFF);
    return List.of(
        word(peer.get("endpoint"), NONE),
        allowedIps.isEmpty() ? NONE : String.join(",", allowedIps),
        word(peer.get("latest_handshake"), NONE),
        word(peer.get("transfer_rx"), NONE),
        word(peer.get("transfer_tx"), NONE),
        keepalive.equals("0") ? OFF : keepalive);
  }

  private static String word(@Nullable Object value, String otherwise) {
    return value == null ? otherwise : value.toString();
  }
}
