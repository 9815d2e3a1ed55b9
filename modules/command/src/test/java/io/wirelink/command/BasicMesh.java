package io.wirelink.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.HostInterface;
import io.wirelink.device.InterfaceAddress;
import io.wirelink.device.PeerState;
import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import io.wirelink.fixtures.AbstractShell.Ended;
import io.wirelink.fixtures.FakeHost;
import io.wirelink.fixtures.Views;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/** A router with a leaf in public, and a phone that is configured to run no agent. */
final class BasicMesh {
  static final String PRIVATE =
      Base64.getEncoder().encodeToString("a private key of thirty-two byte".getBytes(UTF_8));
  static final PublicKey PHONE = PrivateKey.parse(PRIVATE).publicKey();

  final Shell shell;
  final FakeHost host = new FakeHost();
  private final Path folder;

  /** Makes it in a folder. */
  BasicMesh(Path folder) throws IOException {
    this.folder = folder;
    shell = new Shell(folder);
    shell.backends = host;
    Files.createDirectories(folder.resolve("etc"));
    host.interfaces =
        List.of(
            face("eth1", "192.168.7.7/24", "fe80::9/64"),
            face("eth0", "198.51.100.1/24", "2001:db8::1/64"),
            face("wg0", "10.77.0.1/24", "fe80::1/64"));
    has(peer(Views.STRANGER, "203.0.113.9:5", "10.77.0.11/32", "10.88.0.0/24"));
    configure("");
  }

  /** An interface that is up. */
  static HostInterface face(String name, String... addresses) {
    return new HostInterface(
        name,
        2,
        true,
        List.of(addresses).stream()
            .map(address -> new InterfaceAddress(Cidr.parse(address), true))
            .toList());
  }

  /** A peer of the device. */
  static PeerState peer(PublicKey key, String endpoint, String... networks) {
    Set<Cidr> allowedIps = Set.copyOf(List.of(networks).stream().map(Cidr::parse).toList());
    return new PeerState(key, Endpoint.parse(endpoint), null, 0, 0, 0, allowedIps);
  }

  /** The peer after a handshake. */
  static PeerState withHandshake(PeerState peer) {
    return new PeerState(
        peer.publicKey(), peer.endpoint(), Instant.EPOCH, 1, 1, 0, peer.allowedIps());
  }

  /** Gives the device these peers. */
  void has(PeerState... peers) {
    host.peers = ConfigInitCommandTest.peers(peers);
  }

  /** A configuration with a phone, and more that ends in a comma. */
  void configure(String more) throws IOException {
    Files.writeString(
        file(),
        """
        {"router": true, "peers": [%s
          {"PublicKey": "%s", "Name": "phone", "AllowedIPs": ["10.77.0.20/32"], "Basic": true}]}
        """
            .formatted(more, PHONE));
  }

  /** The configuration file of the interface. */
  Path file() {
    return folder.resolve("etc/wirelink.wg0.json");
  }

  /** What the command prints when all is well. */
  String made(String... options) {
    String out = shell.done("config for-basic", options);
    assertEquals(0, host.open.get());
    return out;
  }

  /** Fails unless the command does so, with this sentence. */
  void assertFails(int exitCode, String sentence, String... options) {
    List<String> words = new ArrayList<>(List.of("config", "for-basic"));
    words.addAll(List.of(options));
    assertEquals(new Ended(exitCode, "", sentence + "\n"), shell.run(words.toArray(String[]::new)));
    assertEquals(0, host.open.get());
  }
}
