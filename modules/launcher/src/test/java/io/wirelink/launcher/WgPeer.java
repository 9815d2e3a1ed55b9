package io.wirelink.launcher;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A peer as `wg` shows it.
 *
 * @param endpoint where the device sends to; "(none)" if nowhere
 * @param allowedIps what is routed to it
 * @param handshake when the last handshake was, in seconds since 1970; 0 if there was none
 */
record WgPeer(String endpoint, Set<String> allowedIps, long handshake) {

  /**
   * The peers in the output of `wg show IFACE dump`, by their name, or by the key of who has none.
   */
  static Map<String, WgPeer> parse(String dump, Map<String, String> names) {
    Map<String, WgPeer> peers = new LinkedHashMap<>();
    for (String line : dump.lines().skip(1).toList()) {
      String[] parts = line.split("\t", -1);
      Set<String> allowedIps = new TreeSet<>(Arrays.asList(parts[3].split(",")));
      peers.put(
          names.getOrDefault(parts[0], parts[0]),
          new WgPeer(parts[2], allowedIps, Long.parseLong(parts[4])));
    }
    return peers;
  }
}
