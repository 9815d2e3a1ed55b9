package io.wirelink.netlink;

import static io.wirelink.netlink.DeviceBytes.key;

import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceChange;
import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PeerChange;
import io.wirelink.device.PublicKey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Changes of a device as they may come, small ones and such as take several messages. */
final class RandomChanges {

  private RandomChanges() {}

  static DeviceChange change(Random random) {
    List<PeerChange> peers = new ArrayList<>();
    int count = random.nextInt(random.nextBoolean() ? 4 : 80);
    for (int i = 0; i < count; i++) {
      peers.add(peer(random));
    }
    return new DeviceChange(
        null,
        random.nextBoolean() ? random.nextInt(65536) : null,
        random.nextBoolean() ? random.nextInt() : null,
        random.nextInt(4) == 0,
        peers);
  }

  private static PeerChange peer(Random random) {
    PublicKey key = key(1 + random.nextInt(60));
    if (random.nextInt(8) == 0) {
      return PeerChange.remove(key);
    }
    PeerChange change = random.nextBoolean() ? PeerChange.add(key) : PeerChange.update(key);
    if (random.nextBoolean()) {
      change = change.withEndpoint(new Endpoint(address(random), random.nextInt(65536)));
    }
    if (random.nextBoolean()) {
      change = change.withKeepalive(random.nextInt(65536));
    }
    Set<Cidr> networks = new LinkedHashSet<>();
    int count = random.nextInt(random.nextInt(4) == 0 ? 400 : 4);
    while (networks.size() < count) {
      networks.add(Cidr.host(address(random)));
    }
    return random.nextBoolean()
        ? change.withAllowedIps(networks)
        : change.withOnlyAllowedIps(networks);
  }

  private static IpAddress address(Random random) {
    return random.nextBoolean()
        ? IpAddress.v4(0x0a000000 | random.nextInt(2_000))
        : new IpAddress(IpAddress.Family.V6, 0xfe80L << 48, random.nextInt(2_000));
  }
}
