package io.wirelink.names;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wirelink.device.IpAddress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResolvedLinkTest {
  private final List<String> told = new ArrayList<>();
  private String servers = "";
  private String refused = "";

  private final ResolvedLink link =
      new ResolvedLink(
          "wg0", IpAddress.parse("fe80::1"), Mesh.DOMAIN, Mesh.NETWORKS, this::resolvectl);

  /** As resolvectl(1) does, for an interface that has these servers. */
  private Resolvectl.Said resolvectl(List<String> words) throws IOException {
    String line = String.join(" ", words);
    if (line.equals("dns wg0")) {
      return new Resolvectl.Said(true, "Link 7 (wg0):" + servers + "\n");
    }
    told.add(line);
    return words.getFirst().equals(refused)
        ? new Resolvectl.Said(false, "Access denied\n")
        : new Resolvectl.Said(true, "");
  }

  private static final List<String> ALL =
      List.of(
          "dnssec wg0 no",
          "dnsovertls wg0 no",
          "default-route wg0 no",
          "dns wg0 fe80::1",
          "domain wg0 wg0.wirelink ~0.77.10.in-addr.arpa"
              + " ~0.0.0.0.0.0.0.0.0.0.0.0.7.7.d.f.ip6.arpa");

  @Test
  void itIsToldOfTheServerAndOfWhatItKnows() throws Exception {
    assertEquals(Optional.empty(), link.tell());
    assertEquals(ALL, told);
  }

  @Test
  void whatAnAgentBeforeHasToldIsToldAgain() throws Exception {
    servers = " fe80::1%7";
    assertEquals(Optional.empty(), link.tell());
    assertEquals(ALL, told);
  }

  @Test
  void serversThatSomebodyElseGaveStay() throws Exception {
    servers = " 192.0.2.53 fe80::1%7";
    assertEquals(
        Optional.of("the interface has name servers of its own (192.0.2.53)"), link.tell());
    link.takeBack();
    assertEquals(List.of(), told);
  }

  @Test
  void itIsTakenBackAtTheEnd() throws Exception {
    servers = " fe80::1%7";
    link.takeBack();
    assertEquals(List.of("revert wg0"), told);
  }

  @Test
  void whoMayNotTellItSaysWhy() throws Exception {
    refused = "dns";
    assertEquals(Optional.of("resolvectl dns says: Access denied"), link.tell());
  }
}
