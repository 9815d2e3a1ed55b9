package io.wirelink.command;

import io.wirelink.agent.HostPort;
import io.wirelink.agent.PeerConfig;
import io.wirelink.agent.Roles;
import io.wirelink.config.ConfigFile;
import io.wirelink.config.InitialConfig;
import io.wirelink.config.RouterMode;
import io.wirelink.config.SettingValues;
import io.wirelink.config.Settings;
import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceState;
import io.wirelink.device.Endpoint;
import io.wirelink.device.PeerState;
import io.wirelink.device.PublicKey;
import io.wirelink.text.Amounts;
import io.wirelink.text.Printable;
import io.wirelink.trust.TrustLevel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks what a first configuration shall say. */
final class InitInterview {
  private static final String ROUTER =
      "Is this host a router, by which the others reach each other";
  private static final String PORT = "UDP port of all agents of the mesh";

  private final Questions questions;

  InitInterview(Questions questions) {
    this.questions = questions;
  }

  /**
   * Goes through a proposal.
   *
   * @param device the device that it was made for
   * @param initial what makes proposals
   * @param proposal the proposal
   */
  ConfigFile about(DeviceState device, InitialConfig initial, ConfigFile proposal) {
    questions.say(
        "%s has %s. Enter takes what is in brackets."
            .formatted(device.name(), Amounts.counted(device.peers().size(), "peer")));
    boolean router = questions.yes(ROUTER, initial.isSelfRouter());
    Map<PublicKey, PeerConfig> peers = new LinkedHashMap<>();
    PublicKey self = device.publicKey();
    if (self != null) {
      String name = proposal.peers().getOrDefault(self, InitialConfig.named("")).name();
      peers.put(self, InitialConfig.named(name("this host", name)));
    }
    for (PeerState peer : device.peers().values()) {
      PeerConfig answered = about(peer, initial.propose(peer), router);
      if (router || Roles.isRouter(peer) || !answered.name().isEmpty()) {
        peers.put(peer.publicKey(), answered);
      }
    }
    Settings proposed = proposal.settings();
    RouterMode mode = router == initial.isSelfRouter() ? null : RouterMode.of(router);
    Integer port = port(device, proposed.port());
    return new ConfigFile(
        new Settings(mode, port, null, null, null, proposed.hideInterfaces(), null, null, null),
        peers);
  }

  private PeerConfig about(PeerState peer, PeerConfig proposal, boolean router) {
    String name = name(description(peer), proposal.name());
    String shown = name.isEmpty() ? "it" : name;
    TrustLevel trust = proposal.trust();
    boolean basic = proposal.basic();
    if (trust != null) {
      trust = trust(shown);
    } else if (router) {
      basic = basic(shown, basic);
    }
    return new PeerConfig(name, trust, false, proposal.endpoints(), List.of(), basic);
  }

  private TrustLevel trust(String shown) {
    return questions.yes(
            "May %s say who belongs to the mesh, and what is routed to whom".formatted(shown), true)
        ? TrustLevel.MEMBERSHIP
        : TrustLevel.ENDPOINT;
  }

  private boolean basic(String shown, boolean proposal) {
    return questions.yes(
        "Does %s run WireGuard without an agent, as a phone does".formatted(shown), proposal);
  }

  private String name(String whose, String proposal) {
    return questions.ask("Name of " + whose, Printable.of(proposal), SettingValues::name);
  }

  /** What somebody may recognise a peer by who does not know keys by heart. */
  private static String description(PeerState peer) {
    List<String> parts = new ArrayList<>();
    Endpoint endpoint = peer.endpoint();
    if (endpoint != null) {
      parts.add("at " + endpoint);
    }
    peer.allowedIps().stream()
        .filter(network -> !network.address().isLinkLocal())
        .sorted()
        .map(Cidr::toString)
        .forEach(parts::add);
    String kind = Roles.isRouter(peer) ? "the router " : "the peer ";
    return kind + peer.publicKey() + (parts.isEmpty() ? "" : " (" + String.join(", ", parts) + ")");
  }

  private @Nullable Integer port(DeviceState device, @Nullable Integer proposal) {
    int usual = device.listenPort() == 0 ? 0 : device.listenPort() + 1;
    int proposed = proposal == null ? usual : proposal;
    int answer = questions.ask(PORT, Integer.toString(proposed), SettingValues::port);
    return answer == usual || answer == 0 ? null : answer;
  }

  /** Asks for all of a configuration, where there is no interface to begin with. */
  ConfigFile fromNothing(String interfaceName) {
    questions.say(
        "There is no interface %s yet. Enter takes what is in brackets, or ends a list."
            .formatted(interfaceName));
    boolean router = questions.yes(ROUTER, false);
    int port =
        questions.ask(PORT + ", 0 for the one after WireGuard's own", "0", SettingValues::port);
    Map<PublicKey, PeerConfig> peers = new LinkedHashMap<>();
    while (true) {
      String ordinal = peers.isEmpty() ? "a peer" : "the next peer";
      Optional<PublicKey> key =
          questions.askFor("Public key of " + ordinal, text -> newKey(text, peers));
      if (key.isEmpty()) {
        return new ConfigFile(
            new Settings(
                RouterMode.of(router),
                port == 0 ? null : port,
                null,
                null,
                null,
                null,
                null,
                null,
                null),
            peers);
      }
      peers.put(key.get(), peer());
    }
  }

  private static PublicKey newKey(String text, Map<PublicKey, PeerConfig> peers) {
    PublicKey key = SettingValues.publicKey(text);
    if (peers.containsKey(key)) {
      throw new IllegalArgumentException("this peer was told before: name another");
    }
    return key;
  }

  private PeerConfig peer() {
    String name = name("it", "");
    String shown = name.isEmpty() ? "it" : name;
    List<Cidr> networks = new ArrayList<>();
    ask("AllowedIPs of " + shown + ", such as 10.77.0.11/32", SettingValues::network, networks);
    List<HostPort> endpoints = new ArrayList<>();
    ask("Endpoint of " + shown + ", HOST:PORT", SettingValues::endpoint, endpoints);
    boolean isRouter = Roles.isRouter(networks);
    TrustLevel trust = isRouter ? trust(shown) : null;
    boolean basic = !isRouter && basic(shown, false);
    return new PeerConfig(name, trust, false, endpoints, networks, basic);
  }

  /** Asks for values of a list until there are no more. */
  private <T> void ask(String question, Function<String, T> meaning, List<T> values) {
    Optional<T> value = questions.askFor(question, meaning);
    while (value.isPresent()) {
      values.add(value.get());
      value = questions.askFor(question + ", another", meaning);
    }
  }
}
