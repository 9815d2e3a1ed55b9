package io.wirelink.config;

import static io.wirelink.text.Quotes.quoted;

import io.wirelink.agent.HostPort;
import io.wirelink.agent.InterfaceFilter;
import io.wirelink.agent.PortMappingMode;
import io.wirelink.agent.PresharedKeyMode;
import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.MemberMetadata;
import io.wirelink.names.NameDomain;
import io.wirelink.names.NamesMode;
import io.wirelink.trust.TrustLevel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the values of settings mean, wherever they come from: file, environment or command line.
 *
 * <p>Each method reads one kind of value from text, and throws an {@link IllegalArgumentException}
 * whose message says what is wrong with the text and what was expected.
 */
public final class SettingValues {
  private static final int MAX_METRIC = 65535;

  /** What truth values are accepted as: the words of YAML, and those of Go's {@code ParseBool}. */
  private static final List<String> TRUE = List.of("true", "yes", "on", "1", "t");

  private static final List<String> FALSE = List.of("false", "no", "off", "0", "f");

  private SettingValues() {}

  /** Reads true, false or auto. */
  public static RouterMode router(String text) {
    if (text.equalsIgnoreCase(RouterMode.AUTO.configName())) {
      return RouterMode.AUTO;
    }
    return truth(text)
        .map(yes -> yes ? RouterMode.YES : RouterMode.NO)
        .orElseThrow(() -> wrong(text, "true, false or \"auto\""));
  }

  /** Reads true or false. */
  static boolean flag(String text) {
    return truth(text).orElseThrow(() -> wrong(text, "true or false"));
  }

  private static Optional<Boolean> truth(String text) {
    String word = text.strip().toLowerCase(Locale.ROOT);
    return TRUE.contains(word)
        ? Optional.of(true)
        : FALSE.contains(word) ? Optional.of(false) : Optional.empty();
  }

  /** Reads a UDP port, or 0 for the one after WireGuard's. */
  public static int port(String text) {
    String digits = text.strip();
    if (!digits.matches("\\d{1,5}") || Integer.parseInt(digits) > Endpoint.MAX_PORT) {
      throw wrong(
          text,
          "a UDP port, 1 to " + Endpoint.MAX_PORT + ", or 0 for the one after WireGuard's own");
    }
    return Integer.parseInt(digits);
  }

  /** Reads which of several peers is preferred, the lowest first. */
  static int metric(String text) {
    String digits = text.strip();
    if (!digits.matches("\\d{1,5}") || Integer.parseInt(digits) > MAX_METRIC) {
      throw wrong(text, "a number, 0 to " + MAX_METRIC);
    }
    return Integer.parseInt(digits);
  }

  /** Reads where metrics are served: an address of this host with a TCP port, or off. */
  public static MetricsAddress metrics(String text) {
    if (text.strip().equalsIgnoreCase(MetricsAddress.OFF_WORD)) {
      return MetricsAddress.OFF;
    }
    try {
      return new MetricsAddress(Endpoint.parse(text.strip()));
    } catch (IllegalArgumentException e) {
      throw wrong(
          text,
          "ADDRESS:PORT, such as 127.0.0.1:9586 or [::1]:9586, with an address and no name and a"
              + " port of 1 to "
              + Endpoint.MAX_PORT
              + ", nor off");
    }
  }

  /** Reads whether gateways are asked to map a port, and how. */
  public static PortMappingMode portMapping(String text) {
    return PortMappingMode.parse(text.strip())
        .orElseThrow(
            () -> {
              List<String> modes =
                  Arrays.stream(PortMappingMode.values()).map(PortMappingMode::configName).toList();
              return wrong(text, "one of " + String.join(", ", modes));
            });
  }

  /** Reads whether preshared keys are agreed upon with other agents. */
  static PresharedKeyMode presharedKeys(String text) {
    return PresharedKeyMode.parse(text.strip()).orElseThrow(() -> wrong(text, "auto or off"));
  }

  /** Reads whom this host answers what others are called: true, false or peers. */
  static NamesMode names(String text) {
    if (text.strip().equalsIgnoreCase(NamesMode.PEERS.configName())) {
      return NamesMode.PEERS;
    }
    return truth(text)
        .map(yes -> yes ? NamesMode.HOST : NamesMode.OFF)
        .orElseThrow(() -> wrong(text, "true, false or \"peers\""));
  }

  /** Reads what names end with. */
  static NameDomain domain(String text) {
    return NameDomain.parse(text.strip())
        .orElseThrow(
            () ->
                wrong(
                    text,
                    "a domain such as mesh.example.org, of at most "
                        + NameDomain.MAX_LENGTH
                        + " characters, and none that means something else everywhere, such as"
                        + " local"));
  }

  /** Reads a glob of interface names. */
  static String glob(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("the glob is empty: write one such as eth*");
    }
    try {
      return new InterfaceFilter(List.of(text), List.of()).report().getFirst();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          quoted(text) + " is not a glob such as eth*, wlan? or docker[0-9]", e);
    }
  }

  /** Reads a public key. */
  public static PublicKey publicKey(String text) {
    return PublicKey.parse(text.strip());
  }

  /** Reads the name of a peer. */
  public static String name(String text) {
    int length = text.getBytes(StandardCharsets.UTF_8).length;
    if (length > MemberMetadata.MAX_NAME_BYTES) {
      throw new IllegalArgumentException(
          "a name has at most "
              + MemberMetadata.MAX_NAME_BYTES
              + " bytes, and this one has "
              + length);
    }
    return text;
  }

  /** Reads a level of trust; empty for an empty text. */
  static Optional<TrustLevel> trust(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        TrustLevel.parse(text.strip())
            .orElseThrow(
                () -> {
                  List<String> levels =
                      Arrays.stream(TrustLevel.values()).map(TrustLevel::configName).toList();
                  return wrong(text, "a level of trust: " + String.join(", ", levels));
                }));
  }

  /** Reads where a peer may be reached. */
  public static HostPort endpoint(String text) {
    try {
      return HostPort.parse(text.strip());
    } catch (IllegalArgumentException e) {
      throw wrong(
          text, "HOST:PORT, such as vpn.example.org:51820, 192.0.2.1:51820 or [2001:db8::1]:51820");
    }
  }

  /**
   * Reads a network and clears the bits behind its prefix, so that a peer's own address may be
   * written with the length of its network.
   */
  public static Cidr network(String text) {
    try {
      return Cidr.parse(text.strip()).masked();
    } catch (IllegalArgumentException e) {
      throw wrong(text, "a network such as 192.0.2.0/24 or 2001:db8::/32");
    }
  }

  private static IllegalArgumentException wrong(String text, String expected) {
    return new IllegalArgumentException(quoted(text) + " is not " + expected);
  }
}
