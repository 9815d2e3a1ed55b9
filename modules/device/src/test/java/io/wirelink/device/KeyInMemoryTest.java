package io.wirelink.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks for private keys where they have no business: in all that this process has in memory. */
class KeyInMemoryTest {

  /** Computing with a key fixes bits of its first and last byte (RFC 7748, 5). */
  private static final int FREE = 1;

  @TempDir private Path directory;

  @Test
  void aKeyIsInTheHeapOnceHoweverOftenItIsUsed() throws Exception {
    byte[] secret = secret();
    PrivateKey key = PrivateKey.ofBytes(secret);
    for (int i = 0; i < 10; i++) {
      var _ = key.sharedSecret(key.publicKey());
    }
    byte[] mask = masked(secret);
    assertEquals(1, copiesInHeap(mask));
    key.clear();
    assertEquals(0, copiesInHeap(mask));
  }

  @Test
  void whoReadsADeviceKeepsNothingOfItsKey() throws Exception {
    byte[] secret = secret();
    ByteBuffer answer = answer(secret);
    byte[] mask = masked(secret);
    Path path = directory.resolve("wg0.sock");
    UapiSocket socket = new UapiSocket(path, Duration.ofMinutes(10));
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(path));
      serve(server, answer);
      WireGuard device = new UserspaceWireGuard("wg0", socket);
      long before = directBuffers();
      CompletableFuture<DeviceState> read = new CompletableFuture<>();
      CompletableFuture<Void> end = new CompletableFuture<>();
      Thread reader =
          Thread.ofPlatform()
              .daemon()
              .start(
                  () -> {
                    try {
                      read.complete(device.read());
                    } catch (DeviceException | RuntimeException e) {
                      read.completeExceptionally(e);
                    }
                    var _ = end.join(); // Its buffers, if it had any, are let go of with it.
                  });
      assertEquals(51820, read.join().listenPort());
      // Others may be collected meanwhile.
      assertTrue(directBuffers() <= before, "the reader has direct buffers of the JDK");
      end.complete(null);
      reader.join();
    }
    assertEquals(0, copiesInHeap(mask));
  }

  /** Answers requests out of memory that is no heap, without a buffer of the JDK's. */
  private static void serve(ServerSocketChannel server, ByteBuffer answer) {
    ByteBuffer request = ByteBuffer.allocateDirect(64);
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try (SocketChannel connection = server.accept()) {
                while (request.position() < UapiRequest.get().length) {
                  var _ = connection.read(request);
                }
                while (answer.hasRemaining()) {
                  var _ = connection.write(answer);
                }
              } catch (IOException e) {
                // The test ended.
              }
            });
  }

  private static ByteBuffer answer(byte[] secret) {
    ByteBuffer answer = ByteBuffer.allocateDirect(256);
    answer.put("private_key=".getBytes(StandardCharsets.US_ASCII));
    for (byte b : secret) {
      answer.put((byte) HexFormat.of().toHighHexDigit(b));
      answer.put((byte) HexFormat.of().toLowHexDigit(b));
    }
    answer.put("\nlisten_port=51820\nerrno=0\n\n".getBytes(StandardCharsets.US_ASCII));
    return answer.flip();
  }

  private static byte[] secret() {
    byte[] secret = new byte[PublicKey.LENGTH];
    new SecureRandom().nextBytes(secret);
    return secret;
  }

  /** What to look for, in a form that is not found itself; clears the secret. */
  private static byte[] masked(byte[] secret) {
    byte[] masked = Arrays.copyOfRange(secret, FREE, secret.length - FREE);
    for (int i = 0; i < masked.length; i++) {
      masked[i] ^= (byte) 0x5a;
    }
    Arrays.fill(secret, (byte) 0);
    return masked;
  }

  private static long directBuffers() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .findFirst()
        .orElseThrow()
        .getCount();
  }

  /** How often these bytes, or their hexadecimal digits, are in any object, garbage included. */
  private int copiesInHeap(byte[] masked) throws IOException {
    Path dump = directory.resolve(System.nanoTime() + ".hprof");
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpHeap(dump.toString(), false);
    byte[] digits = new byte[2 * masked.length];
    for (int i = 0; i < masked.length; i++) {
      digits[2 * i] = (byte) (HexFormat.of().toHighHexDigit((byte) (masked[i] ^ 0x5a)) ^ 0x5a);
      digits[2 * i + 1] = (byte) (HexFormat.of().toLowHexDigit((byte) (masked[i] ^ 0x5a)) ^ 0x5a);
    }
    try (FileChannel file = FileChannel.open(dump)) {
      ByteBuffer heap = file.map(FileChannel.MapMode.READ_ONLY, 0, file.size());
      return count(heap, masked) + count(heap, digits);
    }
  }

  private static int count(ByteBuffer heap, byte[] masked) {
    int found = 0;
    for (int at = 0; at <= heap.limit() - masked.length; at++) {
      int matching = 0;
      while (matching < masked.length && (heap.get(at + matching) ^ 0x5a) == masked[matching]) {
        matching++;
      }
      found += matching == masked.length ? 1 : 0;
    }
    return found;
  }
}
