package io.wirelink.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a reading leaves to the garbage collector. */
class UapiAllocationTest {

  private static final int PEERS = 1_000;
  private static final long LIMIT_BYTES = 4 << 20;

  /** The agent reads again and again; what classes take when they are loaded does not count. */
  private static final int READS_BEFORE = 3;

  @FunctionalInterface
  private interface Reading {
    DeviceState read() throws Exception;
  }

  @Test
  void parsingAThousandPeersAllocatesLittle() throws Exception {
    ByteBuffer answer = ByteBuffer.wrap(answer().getBytes(StandardCharsets.US_ASCII));
    assertLittle(
        () ->
            UapiParser.parse("wg0", answer, new KnownPeers(), name -> 0, PrivateKey::publicKey)
                .state());
  }

  @Test
  void aReadOfAThousandPeersAllocatesLittle(@TempDir Path directory) throws Exception {
    var behaviour = FakeUserspace.answering(answer());
    var backend = new UserspaceBackend(directory, Duration.ofMinutes(10));
    try (var server = new FakeUserspace(directory.resolve("wg0.sock"), behaviour);
        WireGuard device = backend.open("wg0").orElseThrow()) {
      assertLittle(device::read);
      assertEquals("get=1\n\n", server.request());
    }
  }

  private static void assertLittle(Reading reading) throws Exception {
    for (int i = 0; i < READS_BEFORE; i++) {
      var _ = reading.read();
    }
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    assertEquals(PEERS, reading.read().peers().size());
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated < LIMIT_BYTES, () -> "allocated " + allocated + " bytes");
  }

  private static String answer() {
    StringBuilder answer = new StringBuilder("private_key=" + "7".repeat(64) + "\n");
    for (int i = 0; i < PEERS; i++) {
      String key = "%064x".formatted(i + 1);
      answer
          .append("public_key=%s\npreshared_key=%s\nprotocol_version=1\n".formatted(key, key))
          .append("endpoint=192.0.2.%d:51820\n".formatted(i % 256))
          .append("last_handshake_time_sec=1700000000\nlast_handshake_time_nsec=123456789\n")
          .append("tx_bytes=1234567890123\nrx_bytes=1234567890123\n")
          .append("persistent_keepalive_interval=25\n")
          .append("allowed_ip=10.0.%d.%d/32\n".formatted(i / 256, i % 256))
          .append("allowed_ip=fe80::89ab:cdef:123:%x/128\n".formatted(i));
    }
    return answer.append("errno=0\n\n").toString();
  }
}
