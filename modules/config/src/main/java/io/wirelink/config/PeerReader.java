package io.wirelink.config;

import io.wirelink.agent.HostPort;
import io.wirelink.agent.PeerConfig;
import io.wirelink.device.Cidr;
import io.wirelink.device.PublicKey;
import io.wirelink.trust.TrustLevel;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the peers of a configuration file. */
final class PeerReader {
  /** The keys of a peer, as files and {@link ConfigWriter} write them. */
  static final List<String> KEYS = ConfigKey.names(ConfigVocabulary.PEER);

  private static final ConfigKeys CONFIG_KEYS = new ConfigKeys(KEYS);

  private final SourceReader reader;
  private final Map<PublicKey, PeerConfig> peers = new LinkedHashMap<>();
  private final Map<PublicKey, String> places = new HashMap<>();

  PeerReader(SourceReader reader) {
    this.reader = reader;
  }

  /** The peers that were read, in the order of the file. */
  Map<PublicKey, PeerConfig> peers() {
    return peers;
  }

  /** Reads the list of peers. */
  void readAll(ConfigNode list, String place) {
    if (list instanceof ConfigNode.Scalar scalar) {
      reader.problem(scalar.position(), place, "this has to be a list of peers");
      return;
    }
    List<ConfigNode> elements = reader.elements(list, place);
    for (int i = 0; i < elements.size(); i++) {
      read(elements.get(i), place + "[" + i + "]");
    }
  }

  private void read(ConfigNode node, String place) {
    Parts parts = new Parts();
    int before = reader.problems().size();
    reader.table(node, place, CONFIG_KEYS, parts::read);
    PublicKey key = parts.key;
    if (key == null) {
      // A key that is there and wrong is a mistake already.
      if (reader.problems().size() == before) {
        reader.problem(node.position(), place, "a peer needs its PublicKey");
      }
      return;
    }
    String earlier = places.putIfAbsent(key, place);
    if (earlier != null) {
      reader.problem(
          node.position(), place, "this is the same peer as " + earlier + ": make one of the two");
      return;
    }
    peers.put(key, parts.peer());
  }

  /** Gathers the parts of one peer. */
  private final class Parts {
    private @Nullable PublicKey key;
    private String name = "";
    private Optional<TrustLevel> trust = Optional.empty();
    private boolean factExchanger;
    private List<HostPort> endpoints = List.of();
    private List<Cidr> allowedIps = List.of();
    private boolean basic;
    private int metric;

    void read(String part, String place, ConfigNode value) {
      switch (part) {
        case "PublicKey" -> key = reader.scalar(value, place, SettingValues::publicKey);
        case "Name" -> name = or(reader.scalar(value, place, SettingValues::name), name);
        case "Trust" -> trust = or(reader.scalar(value, place, SettingValues::trust), trust);
        case "FactExchanger" ->
            factExchanger = or(reader.scalar(value, place, SettingValues::flag), false);
        case "Endpoints" -> endpoints = reader.list(value, place, SettingValues::endpoint);
        case "AllowedIPs" -> allowedIps = reader.list(value, place, SettingValues::network);
        case "Basic" -> basic = or(reader.scalar(value, place, SettingValues::flag), false);
        case "Metric" -> metric = or(reader.scalar(value, place, SettingValues::metric), 0);
        default -> throw new AssertionError("no peer has the key " + part);
      }
    }

    private static <T> T or(@Nullable T value, T otherwise) {
      return value == null ? otherwise : value;
    }

    PeerConfig peer() {
      return new PeerConfig(
          name, trust.orElse(null), factExchanger, endpoints, allowedIps, basic, metric);
    }
  }
}
