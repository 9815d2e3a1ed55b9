package io.wirelink.command;

import io.wirelink.device.DeviceState;
import io.wirelink.device.Endpoint;
import io.wirelink.device.PeerState;
import io.wirelink.device.PublicKey;
import io.wirelink.text.JsonText;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a device for scripts, with the fields of {@code wg show IFACE dump} but for its secrets.
 * Where that says {@code (none)} there is null, and where it says {@code off} there is 0.
 */
final class DeviceJson {
  private DeviceJson() {}

  /** The device as an object, a peer a line, so that people can read that too. */
  static String of(DeviceView view) throws IOException {
    Map<String, @Nullable Object> members = device(view);
    members.put(
        "peers", view.device().peers().values().stream().map(peer -> peer(view, peer)).toList());
    return JsonText.lines(members);
  }

  private static Map<String, @Nullable Object> device(DeviceView view) {
    DeviceState device = view.device();
    PublicKey key = device.publicKey();
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("interface", device.name());
    members.put("backend", view.backend());
    members.put("public_key", key == null ? null : key.toString());
    members.put("listen_port", device.listenPort());
    members.put("fwmark", view.firewallMark());
    return members;
  }

  private static Map<String, @Nullable Object> peer(DeviceView view, PeerState peer) {
    Endpoint endpoint = peer.endpoint();
    Instant handshake = peer.lastHandshake();
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("public_key", peer.publicKey().toString());
    members.put("name", view.nameOf(peer.publicKey()));
    members.put("endpoint", endpoint == null ? null : view.written(endpoint));
    members.put("allowed_ips", DeviceView.allowedIps(peer));
    members.put("latest_handshake", handshake == null ? 0 : handshake.getEpochSecond());
    members.put("transfer_rx", peer.receivedBytes());
    members.put("transfer_tx", peer.sentBytes());
    members.put("persistent_keepalive", peer.keepaliveSeconds());
    return members;
  }
}
