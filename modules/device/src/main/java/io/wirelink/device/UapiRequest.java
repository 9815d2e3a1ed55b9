package io.wirelink.device;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Writes the requests of the cross-platform userspace protocol (wireguard.com/xplatform,
 * "Configuration Protocol"): lines of {@code key=value}, ended by an empty one.
 */
final class UapiRequest {

  private static final HexFormat HEX = HexFormat.of();

  private final List<byte[]> parts = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();

  private UapiRequest() {}

  /** Asks for the whole device. */
  static byte[] get() {
    return ascii("get=1\n\n");
  }

  /** Applies a change. The request may hold secrets: the caller clears it after use. */
  static byte[] set(DeviceChange change) {
    UapiRequest request = new UapiRequest();
    request.put(change);
    return request.take();
  }

  private void put(DeviceChange change) {
    text.append("set=1\n");
    if (change.privateKey() != null) {
      putSecret("private_key=", change.privateKey().bytes());
    }
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
    change.peers().forEach(this::put);
    text.append('\n');
  }

  private void put(PeerChange peer) {
    text.append("public_key=").append(HEX.formatHex(peer.publicKey().bytes())).append('\n');
    if (peer.updateOnly()) {
      text.append("update_only=true\n");
    }
    if (peer.remove()) {
      text.append("remove=true\n");
      return;
    }
    if (peer.presharedKey() != null) {
      putSecret("preshared_key=", peer.presharedKey().bytes());
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

  /**
   * Puts a line as bytes only: a string with the secret in it could not be cleared.
   *
   * @param secret is cleared
   */
  private void putSecret(String name, byte[] secret) {
    text.append(name);
    putText();
    ByteBuffer line = ByteBuffer.allocate(2 * secret.length + 1);
    for (byte b : secret) {
      line.put((byte) HEX.toHighHexDigit(b)).put((byte) HEX.toLowHexDigit(b));
    }
    Arrays.fill(secret, (byte) 0);
    parts.add(line.put((byte) '\n').array());
  }

  private void putText() {
    parts.add(ascii(text.toString()));
    text.setLength(0);
  }

  /** All parts in one; they are cleared. */
  private byte[] take() {
    putText();
    ByteBuffer request = ByteBuffer.allocate(parts.stream().mapToInt(part -> part.length).sum());
    for (byte[] part : parts) {
      request.put(part);
      Arrays.fill(part, (byte) 0);
    }
    return request.array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
