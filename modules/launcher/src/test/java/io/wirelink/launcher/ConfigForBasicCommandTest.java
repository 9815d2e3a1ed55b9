package io.wirelink.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.HostInterface;
import io.wirelink.device.InterfaceAddress;
import io.wirelink.device.PeerState;
import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Fact;
import io.wirelink.fact.MemberMetadata;
import io.wirelink.fact.Source;
import io.wirelink.launcher.Shell.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The configuration of a host that runs no agent. */
@Timeout(20)
class ConfigForBasicCommandTest {
  private static final String PRIVATE =
      Base64.getEncoder().encodeToString("a private key of thirty-two byte".getBytes(UTF_8));
  private static final PublicKey PHONE = PrivateKey.parse(PRIVATE).publicKey();

  @TempDir private Path folder;
  private Shell shell;
  private FakeHost host;

  @BeforeEach
  void openTheShell() throws Exception {
    shell = new Shell(folder);
    host = new FakeHost();
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

  private static HostInterface face(String name, String... addresses) {
    return new HostInterface(
        name,
        2,
        true,
        List.of(addresses).stream()
            .map(address -> new InterfaceAddress(Cidr.parse(address), true))
            .toList());
  }

  private static PeerState peer(PublicKey key, String endpoint, String... networks) {
    Set<Cidr> allowedIps = Set.copyOf(List.of(networks).stream().map(Cidr::parse).toList());
    return new PeerState(key, Endpoint.parse(endpoint), null, 0, 0, 0, allowedIps);
  }

  private void has(PeerState... peers) {
    host.peers = ConfigInitCommandTest.peers(peers);
  }

  /** A configuration with a phone, and more that ends in a comma. */
  private void configure(String more) throws Exception {
    Files.writeString(
        folder.resolve("etc/wirelink.wg0.json"),
        """
        {"router": true, "peers": [%s
          {"PublicKey": "%s", "Name": "phone", "AllowedIPs": ["10.77.0.20/32"], "Basic": true}]}
        """
            .formatted(more, PHONE));
  }

  private String made(String... options) {
    List<String> words = new ArrayList<>(List.of("config", "for-basic"));
    words.addAll(List.of(options));
    Ended ended = shell.run(words.toArray(String[]::new));
    assertEquals("", ended.err());
    assertEquals(0, ended.exitCode());
    assertEquals(0, host.open.get());
    return ended.out();
  }

  private void assertFails(int exitCode, String sentence, String... options) {
    List<String> words = new ArrayList<>(List.of("config", "for-basic"));
    words.addAll(List.of(options));
    assertEquals(new Ended(exitCode, "", sentence + "\n"), shell.run(words.toArray(String[]::new)));
    assertEquals(0, host.open.get());
  }

  @Test
  void aRouterIsTheWayToAllOfTheMesh() {
    assertEquals(
        """
        [Interface]
        # phone, %s
        # PrivateKey = the private half of the key above
        Address = 10.77.0.20/32

        [Peer]
        PublicKey = %s
        Endpoint = 198.51.100.1:51820
        AllowedIPs = 10.77.0.0/24, 10.88.0.0/24
        PersistentKeepalive = 25
        """
            .formatted(PHONE, Views.SELF),
        made("phone"));
  }

  @Test
  void whatIsConfiguredOfTheRouterCounts() throws Exception {
    configure(
        """
        {"PublicKey": "%s", "Name": "hub", "Endpoints": ["vpn.example.org:7", "other:8"]},
        """
            .formatted(Views.SELF));
    String made = made("phone", "wg0");
    assertTrue(made.contains("# hub\n"), made);
    assertTrue(made.contains("Endpoint = vpn.example.org:7\n"), made);
    made = made("phone", "--endpoint", "[2001:db8::7]:9");
    assertTrue(made.contains("Endpoint = [2001:db8::7]:9\n"), made);
  }

  @Test
  void aPeerWithAPlaceOfItsOwnListensThereAndKeepsNothingOpen() throws Exception {
    configure("");
    Path file = folder.resolve("etc/wirelink.wg0.json");
    Files.writeString(
        file,
        Files.readString(file)
            .replace("\"Basic\"", "\"Endpoints\": [\"192.0.2.20:123\"], \"Basic\""));
    String made = made("phone");
    assertTrue(made.contains("ListenPort = 123\n"), made);
    assertFalse(made.contains("PersistentKeepalive"), made);
  }

  @Test
  void onALeafTheRoutersThatItKnowsAreTheWay() throws Exception {
    Files.writeString(
        folder.resolve("etc/wirelink.wg0.json"),
        "{\"peers\": [{\"PublicKey\": \"%s\", \"Name\": \"one\"}]}".formatted(Views.ROUTER));
    PublicKey second = Views.key(9);
    has(
        peer(Views.ROUTER, "192.0.2.1:51820", "10.77.0.0/24", "fe80::7/128"),
        peer(second, "192.168.1.1:51820", "10.99.0.0/16"),
        peer(Views.STRANGER, "203.0.113.9:5", "10.77.0.11/32", "10.66.0.6/32", "10.99.1.1/32"));
    Source router = new Source.Peer(Views.ROUTER);
    try (FakeAgent agent =
        FakeAgent.on(
            shell,
            () ->
                Views.of(
                    Views.known(
                        Fact.member(PHONE, MemberMetadata.EMPTY.with("Phone", true)), router, 9),
                    Views.known(Fact.allowedCidr(PHONE, Cidr.parse("10.77.0.20/32")), router, 9),
                    Views.known(
                        Fact.endpoint(second, Endpoint.parse("192.0.2.99:1")), router, 9)))) {
      assertEquals(
          """
          [Interface]
          # Phone, %s
          # PrivateKey = the private half of the key above
          Address = 10.77.0.20/32

          [Peer]
          # one
          PublicKey = %s
          Endpoint = 192.0.2.1:51820
          AllowedIPs = 10.66.0.6/32, 10.77.0.0/24
          PersistentKeepalive = 25

          [Peer]
          PublicKey = %s
          Endpoint = 192.0.2.99:1
          AllowedIPs = 10.99.0.0/16
          PersistentKeepalive = 25
          """
              .formatted(PHONE, Views.ROUTER, second),
          made("phone"));
      assertFails(
          1,
          "there are several routers, and --endpoint cannot be right for all: run this on one of"
              + " them.",
          "phone",
          "--endpoint",
          "a:1");
    }
  }

  @Test
  void aPeerIsFoundByTheBeginningOfNameOrKey() {
    String whole = made("phone");
    assertEquals(whole, made("PHO"));
    assertEquals(whole, made(PHONE.toString()));
    assertEquals(whole, made(PHONE.toString().substring(0, 6)));
  }

  @Test
  void aPeerThatIsNotKnownIsToldWithTheOneThatWasMeant() throws Exception {
    assertFails(1, "no peer is called \"phnoe\": did you mean phone?", "phnoe");
    String known = "phone, " + Views.STRANGER;
    assertFails(1, "no peer is called \"toaster\": known are " + known + ".", "toaster");
    assertFails(1, "no peer is called \"\": known are " + known + ".", "");
    has();
    Files.writeString(folder.resolve("etc/wirelink.wg0.json"), "{}");
    assertFails(
        1,
        "no peer is called \"phone\": none is known at all: configure it, or run this on the"
            + " router.",
        "phone");
  }

  @Test
  void aBeginningThatSeveralHaveIsNotEnough() throws Exception {
    configure("{\"PublicKey\": \"%s\", \"Name\": \"phone2\"},".formatted(Views.ROUTER));
    assertFails(1, "\"pho\" may be phone2, phone: write more of it, or the whole key.", "pho");
    // The whole of one is no beginning of the other.
    assertTrue(made("phone").contains("10.77.0.20/32"));
  }

  @Test
  void aPeerWithAnAgentNeedsNoSuchFile() {
    assertFails(
        1,
        Views.STRANGER
            + " is not known to run without an agent: give it \"Basic\": true in the configuration of"
            + " the router.",
        Views.STRANGER.toString());
  }

  @Test
  void whatIsMissingIsSaid() throws Exception {
    Files.writeString(
        folder.resolve("etc/wirelink.wg0.json"),
        """
        {"router": true, "peers": [
          {"PublicKey": "%s", "Name": "phone", "AllowedIPs": ["10.5.0.0/16"], "Basic": true}]}
        """
            .formatted(PHONE));
    assertFails(
        1,
        "no address of phone is known: give it one in its AllowedIPs, such as 10.77.0.20/32.",
        "phone");
    configure("");
    host.interfaces = List.of(face("wg0", "10.77.0.1/24"));
    assertFails(
        1,
        "it is not known where " + Views.SELF + " is reached: say so with --endpoint HOST:PORT.",
        "phone");
    assertTrue(made("phone", "--endpoint", "a:1").contains("Endpoint = a:1\n"));
    host.key = null;
    assertFails(1, "wg0 has no private key: set one with 'wg set wg0 private-key FILE'.", "phone");
    host.key = Views.SELF;
    Path file = folder.resolve("etc/wirelink.wg0.json");
    Files.writeString(file, Files.readString(file).replace("true, \"peers", "false, \"peers"));
    has();
    assertFails(
        1,
        "no router is known on wg0, and a host without an agent needs one: run this on the router.",
        "phone");
    assertFails(1, "there is no interface wg9.", "phone", "wg9");
  }

  @Test
  void wrongUsageIsToldBeforeAnythingIsRead() {
    assertFails(
        2,
        "--qr needs --private-key: a phone takes no file without it. 'wirelink config for-basic"
            + " --help' shows what there is.",
        "phone",
        "--qr");
    assertEquals(2, shell.run("config", "for-basic").exitCode());
    Ended ended = shell.run("config", "for-basic", "phone", "--endpoint", "vpn");
    assertEquals(2, ended.exitCode());
    assertTrue(ended.err().startsWith("--endpoint: \"vpn\" is not HOST:PORT"), ended.err());
  }

  @Test
  void thePrivateKeyIsTakenWhenItIsTheRightOne() throws Exception {
    Path file = Files.writeString(folder.resolve("key"), PRIVATE + "\n");
    String made = made("phone", "--private-key", file.toString());
    assertTrue(made.contains("\nPrivateKey = " + PRIVATE + "\n"), made);
    shell.input = PRIVATE;
    assertEquals(made, made("phone", "--private-key", "-"));
    Files.writeString(file, Base64.getEncoder().encodeToString(new byte[32]));
    PublicKey other = PrivateKey.ofBytes(new byte[32]).publicKey();
    String start = "the private key cannot be taken from " + file + ": ";
    assertFails(
        1,
        start + "it belongs to " + other + ", and the peer is " + PHONE + ".",
        "phone",
        "--private-key",
        file.toString());
    Files.writeString(file, PRIVATE.substring(3));
    assertFails(
        1,
        start + "there is no private key in it, such as 'wg genkey' prints.",
        "phone",
        "--private-key",
        file.toString());
    Files.delete(file);
    assertFails(1, start + "there is no such file.", "phone", "--private-key", file.toString());
    shell.input = "";
    assertFails(
        1,
        "the private key cannot be taken from standard input: there is no private key in it, such"
            + " as 'wg genkey' prints.",
        "phone",
        "--private-key",
        "-");
  }

  @Test
  void aCameraReadsTheSame() {
    shell.input = PRIVATE;
    String drawn = made("phone", "--private-key", "-", "--qr");
    assertEquals(
        """
        [Interface]
        PrivateKey = %s
        Address = 10.77.0.20/32

        [Peer]
        PublicKey = %s
        Endpoint = 198.51.100.1:51820
        AllowedIPs = 10.77.0.0/24, 10.88.0.0/24
        PersistentKeepalive = 25
        """
            .formatted(PRIVATE, Views.SELF),
        DrawnQr.read(drawn));
  }

  @Test
  void coloursChangeNothingThatACameraReads() {
    String coloured = QrText.of("wirelink", true);
    assertEquals("wirelink", DrawnQr.read(coloured.replaceAll("\u001b\\[[0-9;]*m", "")));
    assertTrue(coloured.lines().allMatch(line -> line.endsWith("\u001b[0m")), coloured);
  }

  @Test
  void whatIsTooLongForACameraIsRefused() throws Exception {
    PeerState[] peers = new PeerState[200];
    for (int i = 0; i < peers.length; i++) {
      peers[i] = peer(Views.key(1000 + i), "203.0.113.9:5", "10.78.%d.1/32".formatted(i));
    }
    has(peers);
    shell.input = PRIVATE;
    assertFails(
        1,
        "this is longer than a QR code can be, 2953 bytes: leave out --qr, and take the file.",
        "phone",
        "--private-key",
        "-",
        "--qr");
  }

  @Test
  void aNameFromElsewhereCannotAddToTheFile() {
    String evil = "x\nPostUp = rm";
    WgQuickFile file = new WgQuickFile(evil, PHONE, null, List.of(), 0, List.of());
    assertFalse(file.text().lines().anyMatch(line -> line.startsWith("PostUp")), file.text());
  }
}
