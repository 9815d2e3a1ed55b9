package io.wirelink.device;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Reads and changes a userspace interface that this process itself plays, so that the build of the
 * image can record the classes that an agent on such an interface takes.
 */
public final class UserspaceRehearsal {

  private static final String NAME = "rehearsal";
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final int MOST_REQUEST = 4096;

  private static final String KEY =
      "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a";

  private UserspaceRehearsal() {}

  /**
   * Reads the interface, reads it again when one of its peers has changed, and changes it.
   *
   * @param folder where the socket is made, and removed again
   * @return what was read in the end
   * @throws IOException if there can be no socket
   * @throws DeviceException if what this process said was not understood
   */
  public static DeviceState run(Path folder) throws IOException, DeviceException {
    Path path = folder.resolve(NAME + ".sock");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(path));
      Thread.ofPlatform().daemon().start(() -> serve(server));
      try (WireGuard device = new UserspaceBackend(folder, LIMIT).open(NAME).orElseThrow()) {
        PublicKey own = device.privateKey().publicKey();
        var _ = device.read();
        device.configure(
            DeviceChange.ofPeers(
                List.of(
                    PeerChange.update(own)
                        .withEndpoint(Endpoint.parse("[2001:db8::1]:51820"))
                        .withKeepalive(25)
                        .withAllowedIps(Set.of(Cidr.parse("192.0.2.0/24"))))));
        return device.read();
      }
    } finally {
      Files.deleteIfExists(path);
    }
  }

  private static void serve(ServerSocketChannel server) {
    int sent = 0;
    while (server.isOpen()) {
      try (SocketChannel connection = server.accept()) {
        ByteBuffer request = ByteBuffer.allocate(MOST_REQUEST);
        while (connection.read(request) >= 0) {
          String text = StandardCharsets.US_ASCII.decode(request.duplicate().flip()).toString();
          if (text.endsWith("\n\n")) {
            String answer = text.startsWith("get") ? answer(sent++) : "errno=0\n\n";
            connection.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII)));
            request.clear();
          }
        }
      } catch (IOException e) {
        // It is over.
      }
    }
  }

  /** Of a peer that has nothing yet, and one with all that there can be. */
  private static String answer(int sent) {
    String none = "0".repeat(KEY.length());
    return """
      private_key=%s
      listen_port=51820
      public_key=%s
      preshared_key=%s
      protocol_version=1
      public_key=%s
      preshared_key=%s
      protocol_version=1
      endpoint=192.0.2.1:51820
      last_handshake_time_sec=1
      last_handshake_time_nsec=2
      tx_bytes=%d
      rx_bytes=4
      persistent_keepalive_interval=25
      allowed_ip=192.0.2.0/24
      allowed_ip=fe80::1/128
      errno=0

      """
        .formatted(
            KEY, KEY.replace('7', '1'), none, KEY.replace('7', '2'), KEY.replace('7', '3'), sent);
  }
}
