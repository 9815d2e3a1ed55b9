package io.wirelink.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.DeviceException.Reason;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserspaceBackendTest {

  private static final String KEY =
      "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a";
  private static final String GONE = "the interface wg0 is gone: bring it up and start again";
  private static final DeviceChange NOTHING = DeviceChange.ofPeers(List.of());

  /** More than any of these tests needs, unless it is one for stalls. */
  private static final Duration AMPLE = Duration.ofMinutes(10);

  private static final Duration SHORT = Duration.ofMillis(50);

  @TempDir private Path directory;
  private Path path;

  @BeforeEach
  void nameTheSocket() {
    path = directory.resolve("wg0.sock");
  }

  private WireGuard open() throws DeviceException {
    return open(AMPLE);
  }

  private WireGuard open(Duration limit) throws DeviceException {
    return new UserspaceBackend(directory, limit).open("wg0").orElseThrow();
  }

  @Test
  void theBackendIsAServiceAndComesAfterTheKernel() {
    Optional<WireGuardBackend> found =
        ServiceLoader.load(WireGuardBackend.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(UserspaceBackend.class::isInstance)
            .findAny();
    assertEquals(10, found.orElseThrow().preference());
  }

  @Test
  void aDeviceAndItsKeyAreRead() throws Exception {
    String answer = "private_key=" + KEY + "\nlisten_port=51820\nerrno=0\n\n";
    try (var server = new FakeUserspace(path, FakeUserspace.answering(answer));
        WireGuard device = open()) {
      assertEquals("wg0", device.interfaceName());
      assertEquals("userspace", device.backend());
      assertEquals(51820, device.read().listenPort());
      assertEquals("get=1\n\n", server.request());
      assertEquals(device.read().publicKey(), device.privateKey().publicKey());
    }
  }

  @Test
  void aChangeIsSent() throws Exception {
    try (var server = new FakeUserspace(path, FakeUserspace.answering("errno=0\n\n"));
        WireGuard device = open()) {
      device.configure(new DeviceChange(null, 51820, null, false, List.of()));
      assertEquals("set=1\nlisten_port=51820\n\n", server.request());
    }
  }

  @Test
  void anAnswerLargerThanTheFirstBufferIsRead() throws Exception {
    StringBuilder answer = new StringBuilder();
    for (int i = 0; i < 1000; i++) {
      answer.append("public_key=").append("%064x".formatted(i + 1)).append('\n');
      answer.append("allowed_ip=192.0.2.1/32\n");
    }
    answer.append("errno=0\n\n");
    try (var server = new FakeUserspace(path, FakeUserspace.answering(answer.toString()));
        WireGuard device = open()) {
      assertEquals(1000, device.read().peers().size());
      assertEquals("get=1\n\n", server.request());
    }
  }

  @Test
  void anAnswerThatComesInPiecesIsRead() throws Exception {
    FakeUserspace.Behaviour pieces =
        connection -> {
          for (char c : "listen_port=51820\nerrno=0\n\n".toCharArray()) {
            FakeUserspace.send(connection, String.valueOf(c));
          }
          connection.read(ByteBuffer.allocate(1));
        };
    try (var server = new FakeUserspace(path, pieces);
        WireGuard device = open()) {
      assertEquals(51820, device.read().listenPort());
      assertEquals("get=1\n\n", server.request());
    }
  }

  @Test
  void whereThereIsNoSocketAnotherBackendMayServe() throws Exception {
    assertEquals(Optional.empty(), new UserspaceBackend(directory, AMPLE).open("wg0"));
    Path missing = directory.resolve("missing");
    assertEquals(Optional.empty(), new UserspaceBackend(missing, AMPLE).open("wg0"));
  }

  @Test
  void theSocketOfAKilledProcessIsNone() throws Exception {
    new FakeUserspace(path, FakeUserspace.answering("")).kill();
    assertTrue(Files.exists(path));
    assertEquals(Optional.empty(), new UserspaceBackend(directory, AMPLE).open("wg0"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", "..", "../wg0", "a/b", "wg 0", "wg:0", "an-interface-too-long", "wg\0"})
  void aNameThatIsNoneOfAnInterfaceReachesNoFile(String name) throws Exception {
    assertEquals(Optional.empty(), new UserspaceBackend(directory, AMPLE).open(name));
  }

  @Test
  void aDeviceWithoutAKeySaysHowToSetOne() throws Exception {
    try (var server = new FakeUserspace(path, FakeUserspace.answering("errno=0\n\n"))) {
      failure(
          Reason.FAILED,
          "the interface wg0 has no private key: set one with `wg set wg0 private-key FILE`",
          open()::privateKey);
      assertEquals("get=1\n\n", server.request());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "98|FAILED|the listen port is in use; choose another one or end its user",
        "22|FAILED|its userspace WireGuard does not accept the request (errno 22); update it, or"
            + " show this message to the developers",
        "5|FAILED|its userspace WireGuard reported errno 5; look into what it logs",
      })
  void anErrorNumberBecomesASentence(int errno, Reason reason, String why) throws Exception {
    try (var server =
        new FakeUserspace(path, FakeUserspace.answering("errno=-" + errno + "\n\n"))) {
      WireGuard device = open();
      failure(reason, "cannot change the interface wg0: " + why, () -> device.configure(NOTHING));
      assertEquals("set=1\n\n", server.request());
      failure(reason, "cannot read the interface wg0: " + why, device::read);
    }
  }

  @ParameterizedTest
  @CsvSource({"1,NO_PERMISSION", "13,NO_PERMISSION", "19,GONE", "6,GONE"})
  void errorNumbersKeepTheirKind(int errno, Reason reason) throws Exception {
    try (var server = new FakeUserspace(path, FakeUserspace.answering("errno=" + errno + "\n\n"))) {
      WireGuard device = open();
      DeviceException e = assertThrows(DeviceException.class, device::read);
      assertEquals(reason, e.reason());
      assertEquals("get=1\n\n", server.request());
    }
  }

  @Test
  void anInterfaceWhoseSocketVanishedIsGone() throws Exception {
    WireGuard device;
    try (var server = new FakeUserspace(path, FakeUserspace.answering("errno=0\n\n"))) {
      device = open();
      device.read();
      assertEquals("get=1\n\n", server.request());
    }
    failure(Reason.GONE, GONE, device::read);
    failure(Reason.GONE, GONE, () -> device.configure(NOTHING));
  }

  @Test
  void anInterfaceWhoseProcessWasKilledIsGone() throws Exception {
    WireGuard device;
    try (var server = new FakeUserspace(path, FakeUserspace.answering("errno=0\n\n"))) {
      device = open();
      server.kill();
      failure(Reason.GONE, GONE, device::read);
    }
  }

  @Test
  void anInterfaceThatGoesDuringARequestIsGone() throws Exception {
    FakeUserspace.Behaviour vanishing = connection -> Files.delete(path);
    try (var server = new FakeUserspace(path, vanishing)) {
      failure(Reason.GONE, GONE, open()::read);
      assertEquals("get=1\n\n", server.request());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "listen_port=51", "listen_port=51820\n", "listen_port=51820\nerrno=0\n"})
  void aCutAnswerIsAFailure(String beginning) throws Exception {
    try (var server = new FakeUserspace(path, FakeUserspace.answering(beginning))) {
      failure(
          Reason.FAILED,
          message ->
              message.startsWith(
                  "cannot read the interface wg0: the connection to " + path + " failed ("),
          open()::read);
      assertEquals("get=1\n\n", server.request());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "listen_port=51820\n", "errno=0\n"})
  void whoDoesNotAnswerIsNotWaitedForForEver(String beginning) throws Exception {
    // On a slow machine, the time may be over before there was a request.
    try (var _ = new FakeUserspace(path, FakeUserspace.stallingAfter(beginning))) {
      failure(
          Reason.FAILED,
          "cannot read the interface wg0: its userspace WireGuard did not answer within 50 ms;"
              + " restart it if it hangs",
          open(SHORT)::read);
    }
  }

  @Test
  void whoSendsWithoutEndIsCutOff() throws Exception {
    String line = "allowed_ip=192.0.2.1/32\n".repeat(1000);
    try (var server = new FakeUserspace(path, FakeUserspace.repeating(line))) {
      failure(
          Reason.FAILED,
          message -> message.contains("the answer is longer than 16 MiB"),
          open()::read);
      assertEquals("get=1\n\n", server.request());
    }
  }

  @Test
  void anAnswerWithoutSenseIsAFailure() throws Exception {
    try (var server = new FakeUserspace(path, FakeUserspace.answering("HTTP/1.1 400\n\n"))) {
      failure(
          Reason.FAILED,
          "cannot read the interface wg0: the answer of its userspace WireGuard makes no sense"
              + " (line 1 is no key=value); update it",
          open()::read);
      assertEquals("get=1\n\n", server.request());
    }
  }

  @Test
  void thePrivateKeyIsInNoMessage() throws Exception {
    String answer = "private_key=" + KEY.substring(1) + "\nerrno=0\n\n";
    try (var server = new FakeUserspace(path, FakeUserspace.answering(answer))) {
      failure(Reason.FAILED, message -> !message.contains(KEY.substring(1, 9)), open()::read);
      assertEquals("get=1\n\n", server.request());
    }
  }

  @Test
  void anInterruptedWaitEndsAtOnce() throws Exception {
    try (var server = new FakeUserspace(path, FakeUserspace.stallingAfter(""))) {
      WireGuard device = open();
      Thread.currentThread().interrupt();
      failure(
          Reason.FAILED,
          "cannot read the interface wg0: the wait was interrupted; try again",
          device::read);
      assertTrue(Thread.interrupted(), "the interruption is kept for whoever ends the thread");
    }
  }

  private static void failure(Reason reason, String message, Executable request) {
    DeviceException e = assertThrows(DeviceException.class, request);
    assertEquals(message, e.getMessage());
    assertEquals(reason, e.reason());
  }

  private static void failure(Reason reason, Predicate<String> message, Executable request) {
    DeviceException e = assertThrows(DeviceException.class, request);
    assertTrue(message.test(e.getMessage()), e.getMessage());
    assertEquals(reason, e.reason());
  }
}
