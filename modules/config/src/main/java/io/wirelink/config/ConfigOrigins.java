package io.wirelink.config;

import io.wirelink.agent.PortMappingMode;
import io.wirelink.agent.PresharedKeyMode;
import io.wirelink.names.NamesMode;
import io.wirelink.text.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lays out where the settings that are in force come from. */
public final class ConfigOrigins {
  private static final String DEFAULT = "default";

  private final ConfigSources sources;
  private final List<List<String>> rows = new ArrayList<>();

  private ConfigOrigins(ConfigSources sources) {
    this.sources = sources;
    rows.add(List.of("SETTING", "VALUE", "FROM"));
  }

  /** A table of the settings, with a line break at the end of each row. */
  public static String of(ConfigSources sources) {
    ConfigOrigins origins = new ConfigOrigins(sources);
    origins.row(
        "router", "WIRELINK_ROUTER", "auto", s -> s.router() == null ? null : name(s.router()));
    origins.row("port", "WIRELINK_PORT", "0", Settings::port);
    origins.row("chatty", "WIRELINK_CHATTY", "false", Settings::chatty);
    origins.row("debug", "WIRELINK_DEBUG", "false", Settings::debug);
    origins.row("report-ifaces", "WIRELINK_REPORT_IFACES", "", s -> list(s.reportInterfaces()));
    origins.row("hide-ifaces", "WIRELINK_HIDE_IFACES", "", s -> list(s.hideInterfaces()));
    origins.row("port-mapping", "WIRELINK_PORT_MAPPING", "auto", s -> name(s.portMapping()));
    origins.row("preshared-keys", "WIRELINK_PRESHARED_KEYS", "auto", s -> name(s.presharedKeys()));
    origins.row("metrics", "WIRELINK_METRICS", MetricsAddress.OFF.toString(), Settings::metrics);
    origins.row("state", "WIRELINK_STATE", "true", Settings::state);
    origins.row("names", "WIRELINK_NAMES", "true", s -> name(s.names()));
    origins.row("domain", "WIRELINK_DOMAIN", "", Settings::domain);
    int peers = sources.file().peers().size();
    origins.rows.add(
        List.of("peers", Integer.toString(peers), peers == 0 ? DEFAULT : origins.fileName()));
    return TextTable.aligned(origins.rows);
  }

  private static String name(RouterMode router) {
    return router.configName();
  }

  private static @Nullable String name(@Nullable PortMappingMode mode) {
    return mode == null ? null : mode.configName();
  }

  private static @Nullable String name(@Nullable PresharedKeyMode mode) {
    return mode == null ? null : mode.configName();
  }

  private static @Nullable String name(@Nullable NamesMode mode) {
    return mode == null ? null : mode.configName();
  }

  private static @Nullable String list(@Nullable List<String> globs) {
    return globs == null ? null : String.join(",", globs);
  }

  private void row(
      String setting,
      String variable,
      String otherwise,
      Function<Settings, @Nullable Object> meaning) {
    Object fromEnvironment = meaning.apply(sources.environment());
    Object fromFile = meaning.apply(sources.file().settings());
    if (fromEnvironment != null) {
      rows.add(List.of(setting, fromEnvironment.toString(), variable));
    } else if (fromFile != null) {
      rows.add(List.of(setting, fromFile.toString(), fileName()));
    } else {
      rows.add(List.of(setting, otherwise, DEFAULT));
    }
  }

  private String fileName() {
    return String.valueOf(sources.path());
  }
}
