package io.wirelink.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.PeerState;
import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import io.wirelink.fixtures.AbstractShell.Ended;
import io.wirelink.fixtures.Views;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where no configuration of a host without an agent can be had. */
@Timeout(300)
class ConfigForBasicRefusalTest {
  @TempDir private Path folder;
  private BasicMesh mesh;

  @BeforeEach
  void makeTheMesh() throws Exception {
    mesh = new BasicMesh(folder);
  }

  @Test
  void aPeerThatIsNotKnownIsToldWithTheOneThatWasMeant() throws Exception {
    mesh.assertFails(1, "no peer is called \"phnoe\": did you mean phone?", "phnoe");
    String known = "phone, " + Views.STRANGER;
    mesh.assertFails(1, "no peer is called \"toaster\": known are " + known + ".", "toaster");
    mesh.assertFails(1, "no peer is called \"\": known are " + known + ".", "");
    mesh.has();
    Files.writeString(mesh.file(), "{}");
    mesh.assertFails(
        1,
        "no peer is called \"phone\": none is known at all: configure it, or run this on the"
            + " router.",
        "phone");
  }

  @Test
  void aBeginningThatSeveralHaveIsNotEnough() throws Exception {
    mesh.configure("{\"PublicKey\": \"%s\", \"Name\": \"phone2\"},".formatted(Views.ROUTER));
    mesh.assertFails(1, "\"pho\" may be phone2, phone: write more of it, or the whole key.", "pho");
    // The whole of one is no beginning of the other.
    assertTrue(mesh.made("phone").contains("10.77.0.20/32"));
  }

  @Test
  void aPeerWithAnAgentNeedsNoSuchFile() {
    mesh.assertFails(
        1,
        Views.STRANGER
            + " is not known to run without an agent: give it \"Basic\": true in the configuration"
            + " of the router.",
        Views.STRANGER.toString());
  }

  @Test
  void whatIsMissingIsSaid() throws Exception {
    Files.writeString(
        mesh.file(),
        """
        {"router": true, "peers": [
          {"PublicKey": "%s", "Name": "phone", "AllowedIPs": ["10.5.0.0/16"], "Basic": true}]}
        """
            .formatted(BasicMesh.PHONE));
    mesh.assertFails(
        1,
        "no address of phone is known: give it one in its AllowedIPs, such as 10.77.0.20/32.",
        "phone");
    mesh.configure("");
    mesh.host.interfaces = List.of(BasicMesh.face("wg0", "10.77.0.1/24"));
    mesh.assertFails(
        1,
        "it is not known where " + Views.SELF + " is reached: say so with --endpoint HOST:PORT.",
        "phone");
    assertTrue(mesh.made("phone", "--endpoint", "a:1").contains("Endpoint = a:1\n"));
    mesh.host.key = null;
    mesh.assertFails(
        1,
        "the interface wg0 has no private key: set one with `wg set wg0 private-key FILE`.",
        "phone");
    mesh.host.key = Views.SELF;
    Path file = mesh.file();
    Files.writeString(file, Files.readString(file).replace("true, \"peers", "false, \"peers"));
    mesh.has();
    mesh.assertFails(
        1,
        "no router is known on wg0, and a host without an agent needs one: run this on the router.",
        "phone");
    mesh.assertFails(1, "there is no interface wg9.", "phone", "wg9");
  }

  @Test
  void wrongUsageIsToldBeforeAnythingIsRead() {
    mesh.assertFails(
        2,
        "--qr needs --private-key: a phone takes no file without it. 'wirelink config for-basic"
            + " --help' shows what there is.",
        "phone",
        "--qr");
    assertEquals(2, mesh.shell.run("config", "for-basic").exitCode());
    Ended ended = mesh.shell.run("config", "for-basic", "phone", "--endpoint", "vpn");
    assertEquals(2, ended.exitCode());
    assertTrue(ended.err().startsWith("--endpoint: \"vpn\" is not HOST:PORT"), ended.err());
  }

  @Test
  void thePrivateKeyIsTakenWhenItIsTheRightOne() throws Exception {
    Path file = Files.writeString(folder.resolve("key"), BasicMesh.PRIVATE + "\n");
    String made = mesh.made("phone", "--private-key", file.toString());
    assertTrue(made.contains("\nPrivateKey = " + BasicMesh.PRIVATE + "\n"), made);
    mesh.shell.input = BasicMesh.PRIVATE;
    assertEquals(made, mesh.made("phone", "--private-key", "-"));
    Files.writeString(file, Base64.getEncoder().encodeToString(new byte[32]));
    PublicKey other = PrivateKey.ofBytes(new byte[32]).publicKey();
    String start = "the private key cannot be taken from " + file + ": ";
    mesh.assertFails(
        1,
        start + "it belongs to " + other + ", and the peer is " + BasicMesh.PHONE + ".",
        "phone",
        "--private-key",
        file.toString());
    Files.writeString(file, BasicMesh.PRIVATE.substring(3));
    mesh.assertFails(
        1,
        start + "there is no private key in it, such as 'wg genkey' prints.",
        "phone",
        "--private-key",
        file.toString());
    Files.delete(file);
    mesh.assertFails(
        1, start + "there is no such file.", "phone", "--private-key", file.toString());
    mesh.shell.input = "";
    mesh.assertFails(
        1,
        "the private key cannot be taken from standard input: there is no private key in it, such"
            + " as 'wg genkey' prints.",
        "phone",
        "--private-key",
        "-");
  }

  @Test
  void whatIsTooLongForACameraIsRefused() throws Exception {
    PeerState[] peers = new PeerState[200];
    for (int i = 0; i < peers.length; i++) {
      peers[i] = BasicMesh.peer(Views.key(1000 + i), "203.0.113.9:5", "10.78.%d.1/32".formatted(i));
    }
    mesh.has(peers);
    mesh.shell.input = BasicMesh.PRIVATE;
    mesh.assertFails(
        1,
        "this is longer than a QR code can be, 2953 bytes: leave out --qr, and take the file.",
        "phone",
        "--private-key",
        "-",
        "--qr");
  }
}
