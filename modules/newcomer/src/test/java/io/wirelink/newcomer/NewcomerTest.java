package io.wirelink.newcomer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Cidr;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import io.wirelink.gossip.Opened;
import io.wirelink.gossip.Sealer;
import io.wirelink.invitation.InvitationLine;
import io.wirelink.invitation.JoinMessage;
import io.wirelink.invitation.JoinMessage.Verdict;
import io.wirelink.invitation.RouterEndpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.InvalidKeyException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a host comes in by a line, and how it does not. */
final class NewcomerTest {

  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final List<Cidr> ADDRESSES =
      List.of(Cidr.parse("10.77.0.13/24"), Cidr.parse("fd77::13/64"));
  private static final List<Cidr> NETWORKS =
      List.of(Cidr.parse("10.77.0.0/24"), Cidr.parse("fd77::/64"));
  private static final String SETS_SECOND_ENDPOINT = " endpoint vpn.example.org:51820";

  private final PrivateKey routerKey = privateKey(1);
  private final PrivateKey oneTimeKey = privateKey(2);
  private final Sealer router = new Sealer(routerKey, new Random(1));
  private final InvitationLine line =
      new InvitationLine(
          routerKey.publicKey(),
          oneTimeKey,
          NOW.plusSeconds(60),
          51821,
          "desk",
          ADDRESSES,
          List.of(
              new RouterEndpoint("198.51.100.1", 51820),
              new RouterEndpoint("vpn.example.org", 51820)));

  @TempDir private Path folder;
  private final List<String> ran = new ArrayList<>();
  private final Set<String> failing = new LinkedHashSet<>();
  private final Set<PublicKey> asked = new LinkedHashSet<>();
  private final ArrayDeque<byte[]> mail = new ArrayDeque<>();
  private final List<byte[]> noise = new ArrayList<>();
  private boolean systemd;
  private Instant now = NOW;
  private String tunnelFile = "";

  /** What the router says to a request; nothing before it is reached. */
  private Function<PublicKey, List<JoinMessage.Answer>> answers = key -> List.of(welcome(key));

  private static PrivateKey privateKey(int number) {
    byte[] bytes = new byte[PublicKey.LENGTH];
    Arrays.fill(bytes, (byte) number);
    return PrivateKey.ofBytes(bytes);
  }

  private static JoinMessage.Answer welcome(PublicKey key) {
    return new JoinMessage.Answer(key, Verdict.WELCOME, ADDRESSES, NETWORKS);
  }

  private final HostPrograms programs =
      new HostPrograms() {
        @Override
        public boolean has(String program) {
          return !failing.contains(program);
        }

        @Override
        public Ended run(List<String> words) throws IOException {
          String command = String.join(" ", words);
          ran.add(command);
          if (command.contains(" up /")) {
            tunnelFile = Files.readString(Path.of(words.getLast()));
          }
          boolean fails = failing.stream().anyMatch(command::contains);
          return fails ? new Ended(1, "a\nit does not work\n") : new Ended(0, "");
        }
      };

  private final class Mail implements RouterMail {
    @Override
    public void send(IpAddress destination, byte[] packet) {
      assertEquals(routerKey.publicKey().linkLocalAddress(), destination);
      byte[] inner = ((Opened.Accepted) router.open(packet)).inner();
      PublicKey key = ((JoinMessage.Request) JoinMessage.in(inner).orElseThrow()).key();
      asked.add(key);
      mail.addAll(noise);
      for (JoinMessage.Answer each : answers.apply(key)) {
        try {
          mail.add(router.seal(oneTimeKey.publicKey(), each.inner()));
        } catch (InvalidKeyException e) {
          throw new AssertionError(e);
        }
      }
    }

    @Override
    public Optional<byte[]> receive(Duration most) {
      return Optional.ofNullable(mail.poll());
    }

    @Override
    public void close() {}
  }

  private Newcomer newcomer() {
    return newcomer(name -> false);
  }

  private Newcomer newcomer(Predicate<String> hasInterface) {
    NewcomerHost host =
        new NewcomerHost(
            programs,
            (interfaceName, own, port) -> new Mail(),
            hasInterface,
            folder,
            systemd,
            () -> now,
            new Random(ran.size()));
    return new Newcomer(host, line, "wg0");
  }

  private String refused(Newcomer newcomer) {
    JoinFailure failure = assertThrows(JoinFailure.class, () -> newcomer.join(sentence -> {}));
    assertFalse(Files.exists(newcomer.file()));
    return String.valueOf(failure.getMessage());
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(each -> each.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aHostMakesItsKeyAsksAndWritesTheFileOfItsInterface() throws Exception {
    assertEquals(ADDRESSES, newcomer().join(sentence -> {}));
    String text = Files.readString(folder.resolve("wg0.conf"));
    PublicKey own = asked.iterator().next();
    String secret = text.lines().filter(each -> each.startsWith("PrivateKey")).toList().getFirst();
    assertEquals(own, PrivateKey.parse(secret.substring("PrivateKey = ".length())).publicKey());
    assertEquals(
        """
        [Interface]
        # desk, %s
        %s
        Address = 10.77.0.13/24, fd77::13/64
        ListenPort = 51820

        [Peer]
        PublicKey = %s
        Endpoint = 198.51.100.1:51820
        AllowedIPs = 10.77.0.0/24, fd77::/64
        PersistentKeepalive = 25
        """
            .formatted(own, secret, routerKey.publicKey()),
        text);
    assertEquals(List.of("wg0.conf"), files());
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("wg0.conf"))));
  }

  @Test
  void theTunnelThatItAsksInLeadsToTheRouterAloneAndIsGoneAfterwards() throws Exception {
    newcomer().join(sentence -> {});
    assertTrue(tunnelFile.contains("Address = " + oneTimeKey.publicKey().linkLocalAddress()));
    assertTrue(
        tunnelFile.contains("AllowedIPs = " + routerKey.publicKey().linkLocalAddress() + "/128"));
    assertEquals(2, ran.size(), ran::toString);
    Path used = Path.of(ran.getFirst().substring("wg-quick up ".length()));
    assertEquals("wg-quick down " + used, ran.getLast());
    assertFalse(Files.exists(used.getParent()));
  }

  @Test
  void whoIsRefusedIsToldWhyAndLeavesNothingUp() {
    answers = key -> List.of(new JoinMessage.Answer(key, Verdict.USED));
    assertTrue(refused(newcomer()).startsWith("another host has come by this invitation"));
    answers = key -> List.of(new JoinMessage.Answer(key, Verdict.OVER));
    assertTrue(refused(newcomer()).contains("has expired or was taken back"));
    answers = key -> List.of(new JoinMessage.Answer(key, Verdict.UNUSABLE_KEY));
    assertTrue(refused(newcomer()).contains("try again"));
    assertTrue(ran.getLast().startsWith("wg-quick down "));
  }

  @Test
  void whatIsForAnotherHostWithTheSameLineIsNotHeard() throws Exception {
    answers =
        key -> List.of(new JoinMessage.Answer(routerKey.publicKey(), Verdict.USED), welcome(key));
    assertEquals(ADDRESSES, newcomer().join(sentence -> {}));
  }

  @Test
  void whatIsNotTheRoutersIsNotHeard() throws Exception {
    byte[] refusal = new JoinMessage.Answer(privateKey(3).publicKey(), Verdict.OVER).inner();
    Sealer stranger = new Sealer(privateKey(3), new Random(3));
    noise.addAll(List.of(new byte[0], new byte[100], new byte[9000]));
    noise.add(stranger.seal(oneTimeKey.publicKey(), refusal));
    noise.add(router.seal(oneTimeKey.publicKey(), new byte[] {JoinMessage.ANSWER}));
    assertEquals(ADDRESSES, newcomer().join(sentence -> {}));
  }

  @Test
  void theNextEndpointIsTriedAndTheOneThatAnswersIsKept() throws Exception {
    answers =
        key ->
            ran.stream().anyMatch(each -> each.endsWith(SETS_SECOND_ENDPOINT))
                ? List.of(welcome(key))
                : List.of();
    newcomer().join(sentence -> {});
    String text = Files.readString(folder.resolve("wg0.conf"));
    assertTrue(text.contains("Endpoint = vpn.example.org:51820\n"), text);
  }

  @Test
  void aRouterThatSaysNothingIsGivenUp() {
    answers = key -> List.of();
    assertEquals(
        "the router does not answer at 198.51.100.1:51820, vpn.example.org:51820: it is not reached"
            + " from here, or the invitation was used or taken back",
        refused(newcomer()));
    now = NOW.plusSeconds(61);
    String late = refused(newcomer());
    assertTrue(late.endsWith("has expired, at 2030-01-01T00:01:00Z"), late);
  }

  @Test
  void whoIsInterruptedAsksAgainWithTheSameKey() throws Exception {
    answers = key -> List.of();
    refused(newcomer());
    assertEquals(List.of(".wg0.joining"), files());
    answers = key -> List.of(welcome(key));
    newcomer().join(sentence -> {});
    assertEquals(1, asked.size());
    assertEquals(List.of("wg0.conf"), files());
  }

  @Test
  void nothingThatIsThereIsTouched() throws Exception {
    Files.writeString(folder.resolve("wg0.conf"), "mine");
    JoinFailure there = assertThrows(JoinFailure.class, () -> newcomer().join(sentence -> {}));
    assertTrue(String.valueOf(there.getMessage()).contains("stays as it is"));
    assertEquals("mine", Files.readString(folder.resolve("wg0.conf")));
    Files.delete(folder.resolve("wg0.conf"));
    assertTrue(refused(newcomer("wg0"::equals)).startsWith("there is an interface wg0 already"));
    failing.add("wg-quick");
    assertTrue(refused(newcomer()).startsWith("there is no wg-quick on this host"));
    assertEquals(List.of(), ran);
  }

  @Test
  void aTunnelThatDoesNotComeUpIsSaidWithItsReason() {
    failing.add(" up ");
    String message = refused(newcomer());
    assertTrue(message.endsWith("has failed (1): it does not work"), message);
  }

  @Test
  void theInterfaceIsBroughtUpAsTheHostDoesIt() throws Exception {
    assertEquals(List.of("wirelink run wg0"), newcomer().start());
    assertEquals(List.of("wg-quick up wg0"), ran);
    assertEquals(List.of("wg-quick up wg0", "wirelink run wg0"), newcomer().commands());
    ran.clear();
    systemd = true;
    assertEquals(List.of(), newcomer().start());
    assertEquals(
        List.of("systemctl enable --now wg-quick@wg0", "systemctl enable --now wl-quick@wg0"), ran);
    assertEquals(
        List.of("systemctl enable --now wg-quick@wg0 wl-quick@wg0"), newcomer().commands());
  }
}
