package io.wirelink.names;

import io.wirelink.device.Cidr;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PublicKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What systemd-resolved knows of the interface of a mesh: that names in the domain, and of the
 * addresses in the tunnel, are asked for at the agent's address, and no others; and that a name
 * without dots may be one of the domain. It forgets that when the interface goes.
 */
public final class ResolvedLink {
  private static final Logger log = LoggerFactory.getLogger(ResolvedLink.class);

  private final String interfaceName;
  private final IpAddress server;
  private final NameDomain domain;
  private final List<Cidr> reverseZones;
  private final Resolvectl resolvectl;

  ResolvedLink(
      String interfaceName,
      IpAddress server,
      NameDomain domain,
      List<Cidr> networks,
      Resolvectl resolvectl) {
    this.interfaceName = interfaceName;
    this.server = server;
    this.domain = domain;
    this.reverseZones =
        networks.stream().flatMap(each -> ReverseName.zones(each).stream()).distinct().toList();
    this.resolvectl = resolvectl;
  }

  /**
   * The interface of a mesh on this host.
   *
   * @param interfaceName the interface
   * @param self the key of this host
   * @param domain what names end with
   * @return empty where there is no systemd-resolved that would take this process's word
   */
  public static Optional<ResolvedLink> of(String interfaceName, PublicKey self, NameDomain domain) {
    if (!Resolvectl.isHere()) {
      return Optional.empty();
    }
    List<Cidr> networks = TunnelAddresses.of(interfaceName).networks();
    return Optional.of(
        new ResolvedLink(
            interfaceName, self.linkLocalAddress(), domain, networks, Resolvectl::ofHost));
  }

  /**
   * Tells it, unless the interface has name servers that somebody else gave it, which stay.
   *
   * @return why it was not told, as the rest of a sentence; empty if it was
   */
  public Optional<String> tell() throws InterruptedException {
    try {
      List<String> others = new ArrayList<>(servers());
      others.removeIf(server.toString()::equals);
      if (!others.isEmpty()) {
        return Optional.of(
            "the interface has name servers of its own (" + String.join(", ", others) + ")");
      }
      // Before it is asked for anything: nobody signs these names, and no name server is so near.
      run("dnssec", "no");
      run("dnsovertls", "no");
      run("default-route", "no");
      run("dns", server.toString());
      List<String> domains = new ArrayList<>(List.of(domain.text()));
      reverseZones.forEach(zone -> domains.add("~" + ReverseName.of(zone).toString(true)));
      run("domain", domains.toArray(String[]::new));
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** Takes all of it back, unless the interface has other name servers by now. */
  public void takeBack() throws InterruptedException {
    try {
      if (servers().equals(List.of(server.toString()))) {
        run("revert");
      }
    } catch (IOException e) {
      log.debug("systemd-resolved forgets nothing: {}", e.getMessage());
    }
  }

  /** The name servers of the interface: {@code Link 7 (wg0): 192.0.2.1 fe80::1%7}. */
  private List<String> servers() throws IOException, InterruptedException {
    String said = run("dns");
    int colon = said.indexOf("):");
    String list = colon < 0 ? "" : said.substring(colon + 2).strip();
    return list.isEmpty()
        ? List.of()
        : Arrays.stream(list.split("\\s+")).map(each -> each.replaceFirst("%.*", "")).toList();
  }

  private String run(String verb, String... words) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(verb, interfaceName));
    all.addAll(List.of(words));
    Resolvectl.Said said = resolvectl.run(all);
    if (!said.done()) {
      throw new IOException("resolvectl " + verb + " says: " + said.output().strip());
    }
    return said.output();
  }
}
