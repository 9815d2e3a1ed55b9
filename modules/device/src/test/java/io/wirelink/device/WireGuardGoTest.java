package io.wirelink.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.DeviceException.Reason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

/** The backend against a real wireguard-go, with {@code wg} as the witness. */
class WireGuardGoTest {

  /** Few, so that changes meet. */
  private static final List<PublicKey> PEERS =
      List.of(peer("peer one"), peer("peer two"), peer("peer three"));

  private static final List<Cidr> NETWORKS =
      Arrays.stream(
              "192.0.2.0/24 192.0.2.7/32 198.51.100.128/25 0.0.0.0/0 2001:db8::/32 fe80::7/128 ::/0"
                  .split(" "))
          .map(Cidr::parse)
          .toList();

  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private Path directory;
  private WireGuardGo go;
  private WireGuard wg0;
  private WireGuard wg1;

  @BeforeProperty
  void start() throws Exception {
    directory = Files.createTempDirectory("wireguard");
    go = new WireGuardGo(directory, "wg0", "wg1");
    UserspaceBackend backend = new UserspaceBackend(directory, PATIENCE);
    wg0 = backend.open("wg0").orElseThrow();
    wg1 = backend.open("wg1").orElseThrow();
  }

  @AfterProperty
  void stop() throws Exception {
    if (go != null) {
      go.close();
    }
    Files.deleteIfExists(directory.resolve("wg0.sock"));
    Files.deleteIfExists(directory.resolve("wg1.sock"));
    Files.delete(directory);
  }

  private static PublicKey peer(String name) {
    return PrivateKey.ofBytes(
            Arrays.copyOf(name.getBytes(StandardCharsets.US_ASCII), PublicKey.LENGTH))
        .publicKey();
  }

  @Provide
  Arbitrary<List<DeviceChange>> sequences() {
    Arbitrary<DeviceChange> change =
        Combinators.combine(
                Arbitraries.integers().between(30000, 40000).injectNull(0.5),
                Arbitraries.integers().injectNull(0.5),
                Arbitraries.frequency(Tuple.of(1, true), Tuple.of(9, false)),
                peerChanges().list().ofMaxSize(4))
            .as((port, mark, replace, peers) -> new DeviceChange(null, port, mark, replace, peers));
    return change.list().ofMinSize(1).ofMaxSize(6);
  }

  private static Arbitrary<PeerChange> peerChanges() {
    Arbitrary<Boolean> seldom = Arbitraries.of(true, false, false, false, false);
    Arbitrary<Endpoint> endpoint =
        Combinators.combine(
                Arbitraries.of("192.0.2.1", "198.51.100.9", "2001:db8::9", "fd00::1"),
                Arbitraries.integers().between(1, Endpoint.MAX_PORT))
            .as((address, port) -> new Endpoint(IpAddress.parse(address), port));
    return Combinators.combine(
            Arbitraries.of(PEERS),
            seldom,
            Arbitraries.of(true, false),
            endpoint.injectNull(0.5),
            Arbitraries.integers().between(0, PeerChange.MAX_KEEPALIVE_SECONDS).injectNull(0.5),
            Arbitraries.of(true, false),
            Arbitraries.of(NETWORKS).set().ofMaxSize(3),
            Arbitraries.just((PresharedKey) null))
        .as(PeerChange::new);
  }

  @Property(tries = 60)
  void afterAnyChangesTheDeviceIsAsAskedAndAsWgShowsIt(
      @ForAll("sequences") List<DeviceChange> changes) throws Exception {
    wg0.configure(new DeviceChange(null, 0, 0, true, List.of()));
    ExpectedPeers expected = new ExpectedPeers();
    for (DeviceChange change : changes) {
      wg0.configure(change);
      expected.apply(change);
      DeviceState state = wg0.read();
      assertEquals(expected.peers(), state.peers());
      assertEquals(WgDump.sorted(go.run("wg", "show", "wg0", "dump")), WgDump.of(state));
    }
  }

  @Example
  void aKeyIsSetAndReadBackAsWgHasIt() throws Exception {
    PrivateKey key = PrivateKey.parse(go.run("wg", "genkey").strip());
    wg0.configure(new DeviceChange(key, null, null, false, List.of()));
    assertEquals(key.publicKey(), wg0.privateKey().publicKey());
    assertEquals(key.publicKey(), wg0.read().publicKey());
    assertEquals(key.publicKey().toString(), go.run("wg", "show", "wg0", "public-key").strip());
  }

  @Example
  void aPresharedKeyOutlivesEveryChangeOfItsPeer() throws Exception {
    PublicKey peer = PEERS.getFirst();
    String preshared = go.run("wg", "genpsk");
    go.run(
        preshared,
        new String[] {"wg", "set", "wg0", "peer", peer.toString(), "preshared-key", "/dev/stdin"});
    PeerChange change =
        PeerChange.update(peer)
            .withEndpoint(Endpoint.parse("192.0.2.1:51820"))
            .withOnlyAllowedIps(Set.of(NETWORKS.getFirst()));
    wg0.configure(DeviceChange.ofPeers(List.of(change)));
    assertEquals(peer + "\t" + preshared, go.run("wg", "show", "wg0", "preshared-keys"));
    assertEquals(Set.of(NETWORKS.getFirst()), wg0.read().peers().get(peer).allowedIps());
    assertEquals(
        PresharedKeyPrint.Kind.BY_HAND, wg0.read().peers().get(peer).presharedKey().kind());
    PresharedKey agreed = PresharedKey.agreed(new byte[PresharedKey.SECRET_LENGTH]);
    for (PresharedKey key : List.of(agreed, PresharedKey.NONE)) {
      wg0.configure(DeviceChange.ofPeers(List.of(PeerChange.update(peer).withPresharedKey(key))));
      assertEquals(key.print(), wg0.read().peers().get(peer).presharedKey());
    }
    assertEquals(peer + "\t(none)\n", go.run("wg", "show", "wg0", "preshared-keys"));
  }

  @Example
  void aScopedEndpointIsAccepted() throws Exception {
    Endpoint scoped = Endpoint.parse("[fe80::1%1]:51820");
    wg0.configure(
        DeviceChange.ofPeers(List.of(PeerChange.add(PEERS.getFirst()).withEndpoint(scoped))));
    Endpoint read = wg0.read().peers().get(PEERS.getFirst()).endpoint();
    assertEquals(scoped.address(), read.address());
    assertEquals(scoped.port(), read.port());
  }

  @Example
  void handshakesAndTrafficAreCounted() throws Exception {
    PrivateKey key0 = PrivateKey.parse(go.run("wg", "genkey").strip());
    PrivateKey key1 = PrivateKey.parse(go.run("wg", "genkey").strip());
    Instant before = Instant.now().minusSeconds(1);
    wg0.configure(meeting(key0, 51820, key1.publicKey(), 51821));
    wg1.configure(meeting(key1, 51821, key0.publicKey(), 51820));
    go.run("ip", "link", "set", "wg0", "up");
    go.run("ip", "link", "set", "wg1", "up");
    PeerState peer = awaitHandshake(wg0, key1.publicKey());
    assertTrue(
        peer.lastHandshake().isAfter(before) && !peer.lastHandshake().isAfter(Instant.now()));
    assertTrue(peer.receivedBytes() > 0 && peer.sentBytes() > 0, peer.toString());
    String stamps = go.run("wg", "show", "wg0", "latest-handshakes").strip();
    assertEquals(key1.publicKey() + "\t" + peer.lastHandshake().getEpochSecond(), stamps);
  }

  private static DeviceChange meeting(PrivateKey own, int port, PublicKey other, int otherPort) {
    Endpoint endpoint = new Endpoint(IpAddress.parse("127.0.0.1"), otherPort);
    PeerChange peer = PeerChange.add(other).withEndpoint(endpoint).withKeepalive(1);
    return new DeviceChange(own, port, null, true, List.of(peer));
  }

  private static PeerState awaitHandshake(WireGuard device, PublicKey other) throws Exception {
    long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadlineNanos) {
      PeerState peer = device.read().peers().get(other);
      if (peer.lastHandshake() != null && peer.receivedBytes() > 0) {
        return peer;
      }
    }
    throw new AssertionError("no handshake within " + PATIENCE);
  }

  @Example
  void aPortThatIsTakenIsRefused() throws Exception {
    int taken = awaitPort("wg1", wg1);
    awaitPort("wg0", wg0);
    DeviceException e =
        assertThrows(
            DeviceException.class,
            () -> wg0.configure(new DeviceChange(null, taken, null, false, List.of())));
    assertEquals(
        "cannot change the interface wg0: the listen port is in use; choose another one or end its"
            + " user",
        e.getMessage());
  }

  /**
   * Brings an interface up, and waits for the port that it listens on. A thread of wireguard-go
   * binds that, mostly after its socket can be connected to; a port that it is given before is
   * noted, whoever has it.
   */
  private int awaitPort(String name, WireGuard device) throws Exception {
    go.run("ip", "link", "set", name, "up");
    long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadlineNanos) {
      int port = device.read().listenPort();
      if (port != 0) {
        return port;
      }
    }
    throw new AssertionError(name + " does not listen within " + PATIENCE);
  }

  @Example
  void aDeletedInterfaceIsGone() throws Exception {
    go.run("ip", "link", "del", "wg0");
    go.awaitFirstEnd();
    DeviceException e = assertThrows(DeviceException.class, wg0::read);
    assertEquals(Reason.GONE, e.reason());
    wg1.read();
  }
}
