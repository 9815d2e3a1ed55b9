package io.wirelink.simulation;

import io.wirelink.agent.Action;
import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import io.wirelink.device.IpAddress.Family;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.BootId;
import io.wirelink.fact.CompactCodec;
import io.wirelink.fact.Fact;
import io.wirelink.fact.FactCodec;
import io.wirelink.fact.MemberMetadata;
import io.wirelink.fact.TimedFact;
import io.wirelink.gossip.PathMessage;
import io.wirelink.gossip.Renewal;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** What a member who means harm says of others and of itself, ten times a second to each host. */
enum Lie {
  /** Endpoints of others that there are not, for as long as can be said. */
  ENDPOINTS,
  /** The same of hosts that nobody has heard of. */
  STRANGERS,
  /** That it has started anew. */
  BOOT_IDS,
  /** That strangers are members, with all that a name has room for. */
  MEMBERS,
  /** That others' networks are its own, and its own are others'. */
  NETWORKS,
  /** That it has told more, or other things, than it has. */
  DIGESTS,
  /** Compact packets that are cut, padded, or go on for as long as there is room. */
  COMPACT,
  /** That paths are bad, and that others are reached by it. */
  PATHS;

  /** As many as fit into a packet. */
  private static final int MANY = 24;

  private static final int MAX_TTL_SECONDS = 65_535;

  /** Has a host say it from now on to each of the others. */
  void isTold(Mesh mesh, String liar, List<PublicKey> others) {
    PublicKey self = mesh.host(liar).publicKey();
    HostileAgent.on(mesh, liar)
        .attack(
            mesh,
            agent ->
                others.stream().flatMap(to -> says(agent, self, to, others).stream()).toList());
  }

  /** What the liar says to one of the others. */
  private List<Action.Send> says(
      HostileAgent liar, PublicKey self, PublicKey to, List<PublicKey> others) {
    RandomGenerator random = liar.random;
    PublicKey other = others.get(random.nextInt(others.size()));
    return List.of(liar.says(to, inner(random, self, other)));
  }

  private byte[] inner(RandomGenerator random, PublicKey self, PublicKey other) {
    return switch (this) {
      case ENDPOINTS -> many(() -> Fact.endpoint(other, endpoint(random)));
      case STRANGERS -> many(() -> Fact.endpoint(stranger(random), endpoint(random)));
      case BOOT_IDS -> facts(Fact.alive(self, BootId.random(0xff, random)));
      case MEMBERS -> facts(Fact.member(stranger(random), metadata()));
      case NETWORKS ->
          facts(
              Fact.allowedCidr(self, Cidr.parse("10.77.0.0/24")),
              Fact.allowedCidr(other, Cidr.parse("0.0.0.0/0")));
      case DIGESTS ->
          new Renewal.Digest(random.nextLong(), random.nextLong(), random.nextInt(100_000), 255)
              .bytes();
      case COMPACT -> compact(random, self, other);
      case PATHS ->
          random.nextBoolean()
              ? new PathMessage.Reaches(random.nextBoolean(), List.of(other)).inner()
              : new PathMessage.Detour(random.nextBoolean()).inner();
    };
  }

  private static byte[] compact(RandomGenerator random, PublicKey self, PublicKey other) {
    byte[] whole =
        CompactCodec.encode(
            self, timed(Stream.generate(() -> Fact.endpoint(other, endpoint(random))).limit(MANY)));
    byte[] bent = Arrays.copyOf(whole, random.nextInt(1, 2 * whole.length));
    bent[random.nextInt(bent.length)] ^= (byte) (1 << random.nextInt(8));
    return bent;
  }

  private static byte[] many(Supplier<Fact> fact) {
    return FactCodec.encode(timed(Stream.generate(fact).limit(MANY)));
  }

  private static byte[] facts(Fact... facts) {
    return FactCodec.encode(timed(Arrays.stream(facts)));
  }

  private static List<TimedFact> timed(Stream<Fact> facts) {
    return facts.map(fact -> new TimedFact(fact, MAX_TTL_SECONDS)).toList();
  }

  private static Endpoint endpoint(RandomGenerator random) {
    // Of 203.0.113.0/24, where the public hosts are, 198.51.100.0/24, where nobody is, and
    // 2001:db8::/32, of which nobody has heard.
    IpAddress address =
        switch (random.nextInt(4)) {
          case 0 -> new IpAddress(Family.V6, 0x20010db8_00000000L, random.nextLong());
          case 1 -> IpAddress.v4(0xcb007100 | random.nextInt(256));
          default -> IpAddress.v4(0xc6336400 | random.nextInt(256));
        };
    return new Endpoint(address, random.nextInt(1, 65_536));
  }

  private static PublicKey stranger(RandomGenerator random) {
    return new PublicKey(random.nextLong(), random.nextLong(), random.nextLong(), 1);
  }

  private static MemberMetadata metadata() {
    var entries = new TreeMap<Integer, String>();
    entries.put(MemberMetadata.NAME, "x".repeat(MemberMetadata.MAX_NAME_BYTES));
    return new MemberMetadata(entries);
  }
}
