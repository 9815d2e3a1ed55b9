package io.wirelink.config;

import io.wirelink.agent.PeerConfig;
import io.wirelink.device.PublicKey;
import io.wirelink.text.PeerLabels;
import io.wirelink.trust.TrustLevel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is different between two configurations of an interface, for people: a line each. */
public final class ConfigDifference {
  private static final String NONE = "none";

  private final List<String> lines = new ArrayList<>();

  private ConfigDifference() {}

  /**
   * Lists what takes effect while an agent runs, in the order of the documentation; all but the
   * port, the address of metrics, whether there is a state file, and how names are answered, that
   * is.
   */
  public static List<String> between(EffectiveConfig before, EffectiveConfig after) {
    ConfigDifference difference = new ConfigDifference();
    difference.compare("router", router(before), router(after));
    difference.compare("chatty", before.agent().chatty(), after.agent().chatty());
    difference.compare("debug", before.debug(), after.debug());
    difference.compare(
        "report-ifaces",
        listed(before.agent().interfaces().report()),
        listed(after.agent().interfaces().report()));
    difference.compare(
        "hide-ifaces",
        listed(before.agent().interfaces().hide()),
        listed(after.agent().interfaces().hide()));
    difference.compare(
        "port-mapping",
        before.agent().portMapping().configName(),
        after.agent().portMapping().configName());
    difference.compare(
        "preshared-keys",
        before.agent().presharedKeys().configName(),
        after.agent().presharedKeys().configName());
    difference.comparePeers(before.agent().peers(), after.agent().peers());
    return difference.lines;
  }

  private static String router(EffectiveConfig config) {
    Boolean router = config.agent().router();
    return router == null ? RouterMode.AUTO.configName() : router.toString();
  }

  private static String listed(List<?> values) {
    return values.isEmpty()
        ? NONE
        : String.join(", ", values.stream().map(Object::toString).toList());
  }

  private void compare(String what, Object before, Object after) {
    if (!before.equals(after)) {
      lines.add("%s: %s -> %s".formatted(what, before, after));
    }
  }

  private void comparePeers(Map<PublicKey, PeerConfig> before, Map<PublicKey, PeerConfig> after) {
    Set<PublicKey> keys = new LinkedHashSet<>(after.keySet());
    keys.addAll(before.keySet());
    for (PublicKey key : keys) {
      PeerConfig old = before.get(key);
      PeerConfig now = after.get(key);
      if (old == null && now != null) {
        lines.add("peer " + called(key, now) + ": added");
      } else if (old != null && now == null) {
        lines.add("peer " + called(key, old) + ": removed");
      } else if (old != null && now != null) {
        comparePeer("peer " + called(key, old) + ": ", old, now);
      }
    }
  }

  private void comparePeer(String peer, PeerConfig before, PeerConfig after) {
    compareText(peer + "name", before.name(), after.name());
    compareText(peer + "trust", trust(before.trust()), trust(after.trust()));
    compareText(peer + "fact exchanger", before.factExchanger(), after.factExchanger());
    compareText(peer + "endpoints", listed(before.endpoints()), listed(after.endpoints()));
    compareText(peer + "AllowedIPs", listed(before.allowedIps()), listed(after.allowedIps()));
    compareText(peer + "basic", before.basic(), after.basic());
  }

  private void compareText(String what, Object before, Object after) {
    if (!before.equals(after)) {
      lines.add("%s %s -> %s".formatted(what, orNotSet(before), orNotSet(after)));
    }
  }

  private static Object orNotSet(Object value) {
    return value.equals("") ? "not set" : value;
  }

  private static String trust(@Nullable TrustLevel level) {
    return level == null ? "" : level.configName();
  }

  private static String called(PublicKey key, PeerConfig peer) {
    return PeerLabels.nameOrKey(peer.name(), key);
  }
}
