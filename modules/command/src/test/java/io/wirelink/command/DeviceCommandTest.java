package io.wirelink.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceException;
import io.wirelink.device.DeviceState;
import io.wirelink.device.Endpoint;
import io.wirelink.device.HostInterface;
import io.wirelink.device.PeerState;
import io.wirelink.fixtures.AbstractShell.Ended;
import io.wirelink.fixtures.FakeHost;
import io.wirelink.fixtures.Views;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Showing a device to people and to scripts. */
class DeviceCommandTest {
  private static final PeerState SILENT =
      new PeerState(Views.STRANGER, null, null, 0, 0, 0, Set.of());

  @TempDir private Path folder;
  private Shell shell;
  private FakeHost host;

  @BeforeEach
  void openTheShell() throws IOException {
    shell = new Shell(folder);
    host = new FakeHost();
    shell.backends = host;
    Path configuration = Files.createDirectories(folder.resolve("etc"));
    Files.writeString(
        configuration.resolve("wirelink.wg0.json"),
        "{\"peers\": [{\"PublicKey\": \"%s\", \"Name\": \"router\"}]}".formatted(Views.ROUTER));
  }

  private static PeerState router(@Nullable Instant handshake) {
    return new PeerState(
        Views.ROUTER,
        Endpoint.parse("[fe80::2%7]:51820"),
        handshake,
        1023,
        3L << 40,
        25,
        Set.of(Cidr.parse("10.0.0.0/24"), Cidr.parse("10.0.0.0/8"), Cidr.parse("fe80::1/128")));
  }

  private void has(PeerState... peers) {
    host.peers = ConfigInitCommandTest.peers(peers);
  }

  private String device(String... options) {
    String out = shell.done("device", options);
    assertEquals(0, host.open.get());
    return out;
  }

  private DeviceView view(PeerState... peers) {
    has(peers);
    return new DeviceView(
        new DeviceState("wg0", Views.SELF, 51820, 0, host.peers),
        "kernel",
        Map.of(Views.ROUTER, "router"),
        List.of());
  }

  @Test
  void peopleSeeWhatTheyKnowFromWg() {
    DeviceView view = view(SILENT, router(Views.NOW.minusSeconds(62)));
    assertEquals(
        """
        interface: wg0
          backend: kernel
          public key: %s
          listening port: 51820

        peer: %s (router)
          endpoint: [fe80::2%%7]:51820
          allowed ips: 10.0.0.0/8, 10.0.0.0/24, fe80::1/128
          latest handshake: 1 minute, 2 seconds ago
          transfer: 1023 B received, 3.00 TiB sent
          persistent keepalive: every 25 seconds

        peer: %s
          endpoint: (none)
          allowed ips: (none)
          latest handshake: (none)
          transfer: 0 B received, 0 B sent
          persistent keepalive: off
        """
            .formatted(Views.SELF, Views.ROUTER, Views.STRANGER),
        DeviceText.of(view, Views.NOW));
  }

  @Test
  void timesAreToldInTheUnitsThatAreNotZero() {
    Map<Long, String> expected =
        Map.of(
            0L,
            "now",
            1L,
            "1 second ago",
            3_600L,
            "1 hour ago",
            86_400L * 366 + 60,
            "1 year, 1 day, 1 minute ago",
            -5L,
            "in the future: the clock was set back");
    expected.forEach(
        (seconds, words) -> {
          String text = DeviceText.of(view(router(Views.NOW.minusSeconds(seconds))), Views.NOW);
          assertTrue(text.contains("latest handshake: " + words + "\n"), text);
        });
  }

  @Test
  void scriptsGetTheFieldsOfTheDump() throws IOException {
    host.firewallMark = 0xfedcba98;
    host.interfaces = List.of(new HostInterface("eth7", 7, true, List.of()));
    has(SILENT, router(Instant.ofEpochSecond(1_893_553_445, 999_999_999)));
    String text = device("--json");
    Map<String, Object> device = JSON.std.mapFrom(text);
    assertEquals("wg0", device.get("interface"));
    assertEquals("fake", device.get("backend"));
    assertEquals(Views.SELF.toString(), device.get("public_key"));
    assertEquals(51820, device.get("listen_port"));
    assertEquals(0xfedcba98L, device.get("fwmark"));
    List<?> peers = (List<?>) device.get("peers");
    assertEquals(2, peers.size());
    Map<String, @Nullable Object> silent = new LinkedHashMap<>();
    silent.put("public_key", Views.STRANGER.toString());
    silent.put("name", "");
    silent.put("endpoint", null);
    silent.put("allowed_ips", List.of());
    silent.put("latest_handshake", 0);
    silent.put("transfer_rx", 0);
    silent.put("transfer_tx", 0);
    silent.put("persistent_keepalive", 0);
    assertEquals(silent, peers.get(0));
    Map<String, @Nullable Object> router = new LinkedHashMap<>();
    router.put("public_key", Views.ROUTER.toString());
    router.put("name", "router");
    router.put("endpoint", "[fe80::2%eth7]:51820");
    router.put("allowed_ips", List.of("10.0.0.0/8", "10.0.0.0/24", "fe80::1/128"));
    router.put("latest_handshake", 1_893_553_445);
    router.put("transfer_rx", 1023);
    router.put("transfer_tx", 3L << 40);
    router.put("persistent_keepalive", 25);
    assertEquals(router, peers.get(1));
  }

  @Test
  void aDeviceWithoutKeyOrPeersIsShownToo() throws IOException {
    host.key = null;
    assertTrue(device().contains("  public key: (none)\n"), device());
    Map<String, Object> device = JSON.std.mapFrom(device("wg0", "--json"));
    assertTrue(device.containsKey("public_key"));
    assertEquals(null, device.get("public_key"));
    assertEquals(List.of(), device.get("peers"));
  }

  @Test
  void theMarkIsToldAsWgTellsIt() {
    assertEquals(-1, device().indexOf("fwmark"));
    host.firewallMark = 0x80000001;
    assertTrue(device().contains("  fwmark: 0x80000001\n"), device());
  }

  @Test
  void whatCannotBeReadIsOneSentence() {
    assertEquals(
        new Ended(1, "", "there is no interface wg1.\n"), shell.run("device", "wg1", "--json"));
    host.unreadable =
        new DeviceException(
            DeviceException.Reason.NO_PERMISSION, "cannot read wg0: needs CAP_NET_ADMIN");
    assertEquals(new Ended(1, "", "cannot read wg0: needs CAP_NET_ADMIN.\n"), shell.run("device"));
    assertEquals(0, host.open.get());
    assertEquals(2, shell.run("device", "../wg0").exitCode());
  }

  @Test
  void aWrongConfigurationIsToldInsteadOfLeavingOutNames() throws IOException {
    Files.writeString(folder.resolve("etc/wirelink.wg0.json"), "{\"peers\": 7}");
    assertEquals(2, shell.run("device").exitCode());
  }
}
