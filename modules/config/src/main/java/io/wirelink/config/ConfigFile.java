package io.wirelink.config;

import io.wirelink.agent.PeerConfig;
import io.wirelink.agent.PortMappingMode;
import io.wirelink.agent.PresharedKeyMode;
import io.wirelink.device.PublicKey;
import io.wirelink.names.NameDomain;
import io.wirelink.names.NamesMode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration file says.
 *
 * @param settings the settings that environment and command line can override
 * @param peers what it says of peers and of this host itself, in the order of the file
 */
public record ConfigFile(Settings settings, Map<PublicKey, PeerConfig> peers) {
  /** The absence of a file. */
  static final ConfigFile NONE = new ConfigFile(Settings.NONE, Map.of());

  /** Keeps a copy of the peers in their order. */
  public ConfigFile {
    peers = Collections.unmodifiableMap(new LinkedHashMap<>(peers));
  }

  /**
   * Understands a configuration file.
   *
   * @param source the file's name for complaints
   * @param interfaceName the interface that the file is for; null if that is not known
   * @param root what is in the file
   * @throws ConfigException if anything in it is wrong, with all that is
   */
  static ConfigFile of(String source, @Nullable String interfaceName, ConfigNode root)
      throws ConfigException {
    SourceReader reader = new SourceReader(source);
    Parts parts = new Parts(reader, interfaceName);
    reader.table(root, "", Parts.KEYS, parts::read);
    if (!reader.problems().isEmpty()) {
      throw new ConfigException(reader.problems());
    }
    return parts.file();
  }

  /** Gathers the parts of a file. */
  private static final class Parts {
    static final ConfigKeys KEYS =
        new ConfigKeys(ConfigKey.names(ConfigVocabulary.FILE))
            .alias("ReportIfaces", "report-ifaces")
            .alias("HideIfaces", "hide-ifaces")
            // The Go implementation writes these or takes them, and they mean nothing in a file.
            .unadvertised(List.of("iface", "dump", "help", "version", "config-path"));

    private final SourceReader reader;
    private final @Nullable String interfaceName;
    private final PeerReader peers;
    private @Nullable RouterMode router;
    private @Nullable Integer port;
    private @Nullable Boolean chatty;
    private @Nullable Boolean debug;
    private @Nullable List<String> report;
    private @Nullable List<String> hide;
    private @Nullable PortMappingMode portMapping;
    private @Nullable PresharedKeyMode presharedKeys;
    private @Nullable MetricsAddress metrics;
    private @Nullable Boolean state;
    private @Nullable NamesMode names;
    private @Nullable NameDomain domain;

    Parts(SourceReader reader, @Nullable String interfaceName) {
      this.reader = reader;
      this.interfaceName = interfaceName;
      this.peers = new PeerReader(reader);
    }

    void read(String key, String place, ConfigNode value) {
      switch (key) {
        case "router" -> router = reader.scalar(value, place, SettingValues::router);
        case "port" -> port = reader.scalar(value, place, SettingValues::port);
        case "chatty" -> chatty = reader.scalar(value, place, SettingValues::flag);
        case "debug" -> debug = reader.scalar(value, place, SettingValues::flag);
        case "report-ifaces" -> report = reader.list(value, place, SettingValues::glob);
        case "hide-ifaces" -> hide = reader.list(value, place, SettingValues::glob);
        case "port-mapping" ->
            portMapping = reader.scalar(value, place, SettingValues::portMapping);
        case "preshared-keys" ->
            presharedKeys = reader.scalar(value, place, SettingValues::presharedKeys);
        case "metrics" -> metrics = reader.scalar(value, place, SettingValues::metrics);
        case "state" -> state = reader.scalar(value, place, SettingValues::flag);
        case "names" -> names = reader.scalar(value, place, SettingValues::names);
        case "domain" -> domain = reader.scalar(value, place, SettingValues::domain);
        case "peers" -> peers.readAll(value, place);
        case "iface" -> reader.scalar(value, place, this::sameInterface);
        default -> reader.scalar(value, place, text -> text);
      }
    }

    private String sameInterface(String name) {
      if (interfaceName != null && !name.equals(interfaceName)) {
        throw new IllegalArgumentException(
            "this file is for the interface "
                + interfaceName
                + " by its name: remove this, or rename the file");
      }
      return name;
    }

    ConfigFile file() {
      return new ConfigFile(
          new Settings(
              router,
              port,
              chatty,
              debug,
              report,
              hide,
              portMapping,
              presharedKeys,
              metrics,
              state,
              names,
              domain),
          peers.peers());
    }
  }
}
