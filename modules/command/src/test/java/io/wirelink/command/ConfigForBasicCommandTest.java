package io.wirelink.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.agent.AgentView;
import io.wirelink.config.WgQuickFile;
import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Fact;
import io.wirelink.fact.MemberMetadata;
import io.wirelink.fact.Source;
import io.wirelink.fixtures.DrawnQr;
import io.wirelink.fixtures.Views;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The configuration of a host that runs no agent. */
@Timeout(300)
class ConfigForBasicCommandTest {
  private static final PublicKey SECOND_ROUTER = Views.key(9);

  @TempDir private Path folder;
  private BasicMesh mesh;

  @BeforeEach
  void makeTheMesh() throws Exception {
    mesh = new BasicMesh(folder);
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
            .formatted(BasicMesh.PHONE, Views.SELF),
        mesh.made("phone"));
  }

  @Test
  void whatIsConfiguredOfTheRouterCounts() throws Exception {
    mesh.configure(
        """
        {"PublicKey": "%s", "Name": "hub", "Endpoints": ["vpn.example.org:7", "other:8"]},
        """
            .formatted(Views.SELF));
    String made = mesh.made("phone", "wg0");
    assertTrue(made.contains("# hub\n"), made);
    assertTrue(made.contains("Endpoint = vpn.example.org:7\n"), made);
    made = mesh.made("phone", "--endpoint", "[2001:db8::7]:9");
    assertTrue(made.contains("Endpoint = [2001:db8::7]:9\n"), made);
  }

  @Test
  void aPeerWithAPlaceOfItsOwnListensThereAndKeepsNothingOpen() throws Exception {
    mesh.configure("");
    Path file = mesh.file();
    Files.writeString(
        file,
        Files.readString(file)
            .replace("\"Basic\"", "\"Endpoints\": [\"192.0.2.20:123\"], \"Basic\""));
    String made = mesh.made("phone");
    assertTrue(made.contains("ListenPort = 123\n"), made);
    assertFalse(made.contains("PersistentKeepalive"), made);
  }

  /** A leaf of a mesh with two routers, one of which has told it of a phone and of the other. */
  private Agents leafOfTwoRouters() throws Exception {
    Files.writeString(
        mesh.file(),
        "{\"peers\": [{\"PublicKey\": \"%s\", \"Name\": \"one\"}]}".formatted(Views.ROUTER));
    mesh.has(
        BasicMesh.peer(Views.ROUTER, "192.0.2.1:51820", "10.77.0.0/24", "fe80::7/128"),
        BasicMesh.peer(SECOND_ROUTER, "192.168.1.1:51820", "10.99.0.0/16"),
        BasicMesh.peer(
            Views.STRANGER, "203.0.113.9:5", "10.77.0.11/32", "10.66.0.6/32", "10.99.1.1/32"));
    Source router = new Source.Peer(Views.ROUTER);
    Fact member = Fact.member(BasicMesh.PHONE, MemberMetadata.EMPTY.with("Phone", true));
    Fact network = Fact.allowedCidr(BasicMesh.PHONE, Cidr.parse("10.77.0.20/32"));
    Fact place = Fact.endpoint(SECOND_ROUTER, Endpoint.parse("192.0.2.99:1"));
    AgentView view =
        Views.of(
            Views.known(member, router, 9),
            Views.known(network, router, 9),
            Views.known(place, router, 9));
    return new Agents(mesh.shell).serve("wg0", () -> view);
  }

  @Test
  void onALeafTheRoutersThatItKnowsAreTheWay() throws Exception {
    try (Agents agent = leafOfTwoRouters()) {
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
              .formatted(BasicMesh.PHONE, Views.ROUTER, SECOND_ROUTER),
          mesh.made("phone"));
      mesh.assertFails(
          1,
          "there are several routers, and --endpoint cannot be right for all: run this on one of"
              + " them.",
          "phone",
          "--endpoint",
          "a:1");
    }
  }

  @Test
  void onALeafAPublicEndpointThatWorksCountsForMoreThanHearsay() throws Exception {
    mesh.configure("");
    Files.writeString(
        mesh.file(), Files.readString(mesh.file()).replace("true, \"peers", "false, \"peers"));
    for (String[] usedAndExpected :
        new String[][] {
          {"192.0.2.1:51820", "192.0.2.1:51820"}, {"192.168.1.1:51820", "192.0.2.99:1"}
        }) {
      mesh.has(
          BasicMesh.withHandshake(
              BasicMesh.peer(Views.ROUTER, usedAndExpected[0], "10.77.0.0/24")));
      try (Agents agent =
          new Agents(mesh.shell)
              .serve(
                  "wg0",
                  () ->
                      Views.of(
                          Views.known(
                              Fact.endpoint(Views.ROUTER, Endpoint.parse("192.0.2.99:1")),
                              new Source.Peer(Views.STRANGER),
                              9)))) {
        String made = mesh.made("phone");
        assertTrue(made.contains("Endpoint = " + usedAndExpected[1] + "\n"), made);
      }
    }
  }

  @Test
  void aPeerIsFoundByTheBeginningOfNameOrKey() {
    String whole = mesh.made("phone");
    assertEquals(whole, mesh.made("PHO"));
    assertEquals(whole, mesh.made(BasicMesh.PHONE.toString()));
    assertEquals(whole, mesh.made(BasicMesh.PHONE.toString().substring(0, 6)));
  }

  @Test
  void aCameraReadsTheSame() {
    mesh.shell.input = BasicMesh.PRIVATE;
    String drawn = mesh.made("phone", "--private-key", "-", "--qr");
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
            .formatted(BasicMesh.PRIVATE, Views.SELF),
        DrawnQr.read(drawn));
  }

  @Test
  void aTerminalIsToldTheColoursOfTheCodeUnlessNobodyWantsThem() {
    mesh.shell.terminal = new FakeTerminal(Optional.of(new Terminal.Size(80, 24)));
    mesh.shell.variables.put("TERM", "xterm");
    mesh.shell.input = BasicMesh.PRIVATE;
    assertTrue(mesh.made("phone", "--private-key", "-", "--qr").startsWith("\u001b[97;40m"));
    mesh.shell.variables.put("NO_COLOR", "1");
    assertFalse(mesh.made("phone", "--private-key", "-", "--qr").contains("\u001b"));
  }

  @Test
  void coloursChangeNothingThatACameraReads() {
    String coloured = QrText.of("wirelink", true);
    assertEquals("wirelink", DrawnQr.read(coloured.replaceAll("\u001b\\[[0-9;]*m", "")));
    assertTrue(coloured.lines().allMatch(line -> line.endsWith("\u001b[0m")), coloured);
  }

  @Test
  void aNameFromElsewhereCannotAddToTheFile() {
    String evil = "x\nPostUp = rm";
    WgQuickFile file = new WgQuickFile(evil, BasicMesh.PHONE, null, List.of(), 0, List.of());
    assertFalse(file.text().lines().anyMatch(line -> line.startsWith("PostUp")), file.text());
  }
}
