package io.wirelink.netlink;

import static io.wirelink.netlink.Wg.key;

import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceChange;
import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PeerChange;
import io.wirelink.device.PrivateKey;
import io.wirelink.device.WireGuard;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes devices at random, by turns as we do it and as {@code wg} does. */
@ExtendWith(NetworkNamespace.class)
final class RandomChangesGuestIT {

  /** Another one on each day, and the one of a failure to see that again. */
  private static final long SEED = Long.getLong("wirelink.seed", 0);

  private static final int CHANGES = 40;

  private Random random = new Random(SEED);

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void whoeverChangedTheDeviceWeReadWhatWgReads(int sequence) throws Exception {
    random = new Random(SEED + sequence);
    WireGuard device = Wg.add("wg0");
    for (int i = 0; i < CHANGES; i++) {
      String done = random.nextBoolean() ? changeAsWeDo(device) : changeAsWgDoes("wg0");
      try {
        Wg.assertSame(device);
      } catch (AssertionError e) {
        throw new AssertionError(
            "seed %d, sequence %d, after %s".formatted(SEED, sequence, done), e);
      }
    }
  }

  private String changeAsWeDo(WireGuard device) throws Exception {
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    List<PeerChange> peers = new ArrayList<>();
    for (int i = random.nextInt(40); i >= 0; i--) {
      peers.add(peer());
    }
    DeviceChange change =
        new DeviceChange(
            random.nextInt(10) == 0 ? PrivateKey.ofBytes(secret) : null,
            random.nextInt(10) == 0 ? port() : null,
            random.nextInt(10) == 0 ? random.nextInt() : null,
            random.nextInt(10) == 0,
            peers);
    device.configure(change);
    return change.toString();
  }

  private PeerChange peer() {
    if (random.nextInt(6) == 0) {
      return PeerChange.remove(key(random.nextInt(100)));
    }
    PeerChange change =
        random.nextBoolean()
            ? PeerChange.add(key(random.nextInt(100)))
            : PeerChange.update(key(random.nextInt(100)));
    if (random.nextBoolean()) {
      change = change.withEndpoint(new Endpoint(address(), port()));
    }
    if (random.nextBoolean()) {
      change = change.withKeepalive(random.nextInt(65536));
    }
    Set<Cidr> networks = networks();
    return switch (random.nextInt(3)) {
      case 0 -> change.withAllowedIps(networks);
      case 1 -> change.withOnlyAllowedIps(networks);
      default -> change;
    };
  }

  private String changeAsWgDoes(String name) throws Exception {
    List<String> arguments = new ArrayList<>();
    if (random.nextInt(5) == 0) {
      arguments.addAll(List.of("listen-port", Integer.toString(port())));
    }
    if (random.nextInt(5) == 0) {
      arguments.addAll(List.of("fwmark", Integer.toString(random.nextInt(1 << 20))));
    }
    for (int i = random.nextInt(6); i >= 0; i--) {
      arguments.addAll(List.of("peer", key(random.nextInt(100)).toString()));
      if (random.nextInt(6) == 0) {
        arguments.add("remove");
        continue;
      }
      if (random.nextBoolean()) {
        arguments.addAll(List.of("endpoint", new Endpoint(address(), port()).toString()));
      }
      if (random.nextBoolean()) {
        arguments.addAll(List.of("persistent-keepalive", Integer.toString(random.nextInt(65536))));
      }
      if (random.nextBoolean()) {
        String networks = networks().stream().map(Cidr::toString).collect(Collectors.joining(","));
        arguments.addAll(List.of("allowed-ips", networks));
      }
    }
    Wg.set(name, arguments.toArray(String[]::new));
    return "wg set " + name + " " + String.join(" ", arguments);
  }

  private Set<Cidr> networks() {
    Set<Cidr> networks = new LinkedHashSet<>();
    for (int i = random.nextInt(random.nextInt(8) == 0 ? 300 : 4); i > 0; i--) {
      IpAddress address = address();
      networks.add(new Cidr(address, random.nextInt(address.family().bits() + 1)));
    }
    return networks;
  }

  /** None that is reserved, so that {@code wg} takes it as an endpoint. */
  private IpAddress address() {
    return random.nextBoolean()
        ? IpAddress.v4(0x0a000000 | random.nextInt(1 << 24))
        : new IpAddress(IpAddress.Family.V6, 0x20010db8_00000000L, random.nextLong());
  }

  /** Not 0: {@code wg} does not take it for an endpoint. */
  private int port() {
    return 1 + random.nextInt(65535);
  }
}
