package io.wirelink.device;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Writes the requests of the cross-platform userspace protocol (wireguard.com/xplatform,
 * "Configuration Protocol"): lines of {@code key=value}, ended by an empty one.
 */
final class UapiRequest {

  private static final HexFormat HEX = HexFormat.of();

  private UapiRequest() {}

  /** Asks for the whole device. */
  static byte[] get() {
    return ascii("get=1\n\n");
  }

  /** Applies a change. The request may hold a private key: the caller clears it after use. */
  static byte[] set(DeviceChange change) {
    StringBuilder text = new StringBuilder();
    if (change.listenPort() != null) {
      text.append("listen_port=").append(change.listenPort()).append('\n');
    }
    if (change.firewallMark() != null) {
      String mark = Integer.toUnsignedString(change.firewallMark());
      text.append("fwmark=").append(mark).append('\n');
    }
    if (change.replacePeers()) {
      text.append("replace_peers=true\n");
    }
    for (PeerChange peer : change.peers()) {
      append(text, peer);
    }
    byte[] rest = ascii(text.append('\n').toString());
    byte[] key = change.privateKey() == null ? new byte[0] : keyLine(change.privateKey());
    byte[] start = ascii("set=1\n");
    ByteBuffer request = ByteBuffer.allocate(start.length + key.length + rest.length);
    request.put(start).put(key).put(rest);
    Arrays.fill(key, (byte) 0);
    return request.array();
  }

  private static void append(StringBuilder text, PeerChange peer) {
    text.append("public_key=").append(HEX.formatHex(peer.publicKey().bytes())).append('\n');
    if (peer.updateOnly()) {
      text.append("update_only=true\n");
    }
    if (peer.remove()) {
      text.append("remove=true\n");
      return;
    }
    if (peer.endpoint() != null) {
      text.append("endpoint=").append(peer.endpoint()).append('\n');
    }
    if (peer.keepaliveSeconds() != null) {
      text.append("persistent_keepalive_interval=").append(peer.keepaliveSeconds()).append('\n');
    }
    if (peer.replaceAllowedIps()) {
      text.append("replace_allowed_ips=true\n");
    }
    // Sorted, so that equal changes are equal bytes.
    peer.allowedIps().stream()
        .sorted()
        .forEach(cidr -> text.append("allowed_ip=").append(cidr).append('\n'));
  }

  /** The line as bytes only: a string with the key in it could not be cleared. */
  private static byte[] keyLine(PrivateKey key) {
    byte[] name = ascii("private_key=");
    byte[] secret = key.bytes();
    ByteBuffer line = ByteBuffer.allocate(name.length + 2 * secret.length + 1).put(name);
    for (byte b : secret) {
      line.put((byte) HEX.toHighHexDigit(b)).put((byte) HEX.toLowHexDigit(b));
    }
    Arrays.fill(secret, (byte) 0);
    return line.put((byte) '\n').array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
