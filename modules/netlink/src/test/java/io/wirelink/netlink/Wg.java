package io.wirelink.netlink;

import static io.wirelink.netlink.NetworkNamespace.run;
import static io.wirelink.netlink.NetworkNamespace.runWithInput;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceException;
import io.wirelink.device.DeviceState;
import io.wirelink.device.Endpoint;
import io.wirelink.device.HostNetwork;
import io.wirelink.device.PeerState;
import io.wirelink.device.PresharedKey;
import io.wirelink.device.PresharedKeyPrint;
import io.wirelink.device.PublicKey;
import io.wirelink.device.WireGuard;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What {@code wg} makes of interfaces, and what it says of them: that is what is right. */
final class Wg {

  private Wg() {}

  /** Adds an interface of the kernel's WireGuard, and opens it as an agent does. */
  static WireGuard add(String name) throws Exception {
    run("ip", "link", "add", name, "type", "wireguard");
    return new KernelBackend().open(name).orElseThrow();
  }

  /** Runs {@code wg set} on an interface. */
  static void set(String name, String... arguments) throws IOException, InterruptedException {
    run(Stream.concat(Stream.of("wg", "set", name), Stream.of(arguments)).toArray(String[]::new));
  }

  /** Has {@code wg} set a whole configuration at once. */
  static void setConfiguration(String name, String configuration)
      throws IOException, InterruptedException {
    runWithInput(configuration, "wg", "setconf", name, "/dev/stdin");
  }

  /** The private key as {@code wg} shows it. */
  static String privateKey(String name) throws IOException, InterruptedException {
    return run("wg", "show", name, "private-key").strip();
  }

  /** What {@code wg show NAME dump} says; it tells of handshakes in whole seconds. */
  static DeviceState read(String name) throws Exception {
    List<String> lines = run("wg", "show", name, "dump").lines().toList();
    String[] device = lines.getFirst().split("\t", -1);
    Map<PublicKey, PeerState> peers = new LinkedHashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      PeerState peer = peer(line.split("\t", -1));
      peers.put(peer.publicKey(), peer);
    }
    return new DeviceState(
        name,
        device[1].equals("(none)") ? null : PublicKey.parse(device[1]),
        Integer.parseInt(device[2]),
        device[3].equals("off") ? 0 : Long.decode(device[3]).intValue(),
        peers);
  }

  private static PeerState peer(String[] fields) throws DeviceException {
    List<Cidr> networks = new ArrayList<>();
    if (!fields[3].equals("(none)")) {
      for (String network : fields[3].split(",", -1)) {
        networks.add(Cidr.parse(network));
      }
    }
    return new PeerState(
        PublicKey.parse(fields[0]),
        fields[2].equals("(none)") ? null : endpoint(fields[2]),
        fields[4].equals("0") ? null : Instant.ofEpochSecond(Long.parseLong(fields[4])),
        Long.parseLong(fields[5]),
        Long.parseLong(fields[6]),
        fields[7].equals("off") ? 0 : Integer.parseInt(fields[7]),
        Set.copyOf(networks),
        fields[1].equals("(none)")
            ? PresharedKeyPrint.NONE
            : PresharedKey.ofBytes(Base64.getDecoder().decode(fields[1])).print());
  }

  /** Where a scope is the name of an interface, as the C library has it. */
  private static Endpoint endpoint(String text) throws DeviceException {
    int percent = text.indexOf('%');
    if (percent < 0) {
      return Endpoint.parse(text);
    }
    int bracket = text.indexOf(']');
    Endpoint plain = Endpoint.parse(text.substring(0, percent) + text.substring(bracket));
    return new Endpoint(
        plain.address(), plain.port(), indexOf(text.substring(percent + 1, bracket)));
  }

  /** The index of an interface; the JDK does not know one that has no address. */
  static int indexOf(String name) throws DeviceException {
    try (HostNetwork network = new KernelNetworkProvider().open()) {
      return network.interfaces().stream()
          .filter(candidate -> candidate.name().equals(name))
          .findFirst()
          .orElseThrow()
          .index();
    }
  }

  /** We and {@code wg} must say the same of a device. */
  static void assertSame(WireGuard device) throws Exception {
    DeviceState ours = inSeconds(device.read());
    DeviceState theirs = read(device.interfaceName());
    // Peer by peer first: with thousands of them nobody finds the one that differs.
    assertEquals(theirs.peers().keySet(), ours.peers().keySet());
    for (PeerState peer : theirs.peers().values()) {
      assertEquals(peer, ours.peers().get(peer.publicKey()));
    }
    assertEquals(theirs, ours);
  }

  private static DeviceState inSeconds(DeviceState state) {
    Map<PublicKey, PeerState> peers = new LinkedHashMap<>();
    for (PeerState peer : state.peers().values()) {
      peers.put(
          peer.publicKey(),
          new PeerState(
              peer.publicKey(),
              peer.endpoint(),
              seconds(peer.lastHandshake()),
              peer.receivedBytes(),
              peer.sentBytes(),
              peer.keepaliveSeconds(),
              peer.allowedIps(),
              peer.presharedKey()));
    }
    return new DeviceState(
        state.name(), state.publicKey(), state.listenPort(), state.firewallMark(), peers);
  }

  private static @Nullable Instant seconds(@Nullable Instant instant) {
    return instant == null ? null : instant.truncatedTo(ChronoUnit.SECONDS);
  }

  /** The public key with this number: the same each time, and unlike all others. */
  static PublicKey key(int number) {
    byte[] bytes = new byte[PublicKey.LENGTH];
    new Random(number).nextBytes(bytes);
    return PublicKey.ofBytes(bytes);
  }
}
