package io.wirelink.config;

import io.wirelink.agent.HostPort;
import io.wirelink.device.Cidr;
import io.wirelink.device.PublicKey;
import io.wirelink.text.Printable;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A configuration for a host that runs WireGuard and nothing else, in the format of wg-quick(8),
 * which the applications for phones read too.
 *
 * @param name what the host is called; may be empty
 * @param publicKey its public key
 * @param privateKey the private key in base64; null to leave a place for it
 * @param addresses its addresses in the tunnel
 * @param listenPort the UDP port that it listens on; 0 for any
 * @param peers whom it talks to
 */
public record WgQuickFile(
    String name,
    PublicKey publicKey,
    @Nullable String privateKey,
    List<Cidr> addresses,
    int listenPort,
    List<Peer> peers) {

  /**
   * A peer of it.
   *
   * @param name what the peer is called; may be empty
   * @param publicKey its public key
   * @param endpoint where it is reached
   * @param allowedIps what is routed to it
   * @param keepaliveSeconds how often a path through a NAT is kept open; 0 for never
   */
  public record Peer(
      String name,
      PublicKey publicKey,
      HostPort endpoint,
      List<Cidr> allowedIps,
      int keepaliveSeconds) {

    /** Keeps a copy of the networks. */
    public Peer {
      allowedIps = List.copyOf(allowedIps);
    }
  }

  /** The file with comments for people. */
  public String text() {
    return text(true);
  }

  /** The file without comments, which a camera need not read. */
  public String terse() {
    return text(false);
  }

  private String text(boolean comments) {
    StringBuilder text = new StringBuilder("[Interface]\n");
    if (comments) {
      text.append("# ").append(Printable.of(name)).append(name.isEmpty() ? "" : ", ");
      text.append(publicKey).append('\n');
    }
    if (privateKey != null) {
      line(text, "PrivateKey", privateKey);
    } else if (comments) {
      text.append("# PrivateKey = the private half of the key above\n");
    }
    line(text, "Address", list(addresses));
    if (listenPort != 0) {
      line(text, "ListenPort", listenPort);
    }
    for (Peer peer : peers) {
      text.append("\n[Peer]\n");
      if (comments && !peer.name().isEmpty()) {
        text.append("# ").append(Printable.of(peer.name())).append('\n');
      }
      line(text, "PublicKey", peer.publicKey());
      line(text, "Endpoint", peer.endpoint());
      line(text, "AllowedIPs", list(peer.allowedIps()));
      if (peer.keepaliveSeconds() != 0) {
        line(text, "PersistentKeepalive", peer.keepaliveSeconds());
      }
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String key, Object value) {
    text.append(key).append(" = ").append(value).append('\n');
  }

  private static String list(List<Cidr> networks) {
    return networks.stream().map(Cidr::toString).collect(Collectors.joining(", "));
  }
}
