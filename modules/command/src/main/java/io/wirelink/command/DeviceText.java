package io.wirelink.command;

import io.wirelink.device.DeviceState;
import io.wirelink.device.Endpoint;
import io.wirelink.device.PeerState;
import io.wirelink.device.PublicKey;
import io.wirelink.text.Amounts;
import io.wirelink.text.Printable;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** A device as people know it from {@code wg show}, the peers that were heard last first. */
final class DeviceText {
  private static final Comparator<PeerState> LAST_HEARD_FIRST =
      Comparator.comparing(
          PeerState::lastHandshake, Comparator.nullsLast(Comparator.reverseOrder()));

  private final DeviceView view;
  private final Instant now;
  private final StringBuilder text = new StringBuilder();

  private DeviceText(DeviceView view, Instant now) {
    this.view = view;
    this.now = now;
  }

  /**
   * Lays a device out.
   *
   * @param now the time from which handshakes are counted back
   * @return lines, each with its end
   */
  static String of(DeviceView view, Instant now) {
    DeviceText device = new DeviceText(view, now);
    device.writeInterface();
    view.device().peers().values().stream().sorted(LAST_HEARD_FIRST).forEach(device::writePeer);
    return device.text.toString();
  }

  private void writeInterface() {
    DeviceState device = view.device();
    PublicKey key = device.publicKey();
    text.append("interface: ").append(device.name()).append('\n');
    line("backend", view.backend());
    line("public key", key == null ? "(none)" : key.toString());
    line("listening port", device.listenPort() == 0 ? "(none)" : "" + device.listenPort());
    if (device.firewallMark() != 0) {
      line("fwmark", "0x" + Long.toHexString(view.firewallMark()));
    }
  }

  private void writePeer(PeerState peer) {
    Endpoint endpoint = peer.endpoint();
    Instant handshake = peer.lastHandshake();
    String name = Printable.of(view.nameOf(peer.publicKey()));
    List<String> allowedIps = DeviceView.allowedIps(peer);
    text.append("\npeer: ").append(peer.publicKey());
    text.append(name.isEmpty() ? "" : " (" + name + ")").append('\n');
    line("endpoint", endpoint == null ? "(none)" : view.written(endpoint));
    line("allowed ips", allowedIps.isEmpty() ? "(none)" : String.join(", ", allowedIps));
    line("latest handshake", handshake == null ? "(none)" : ago(Duration.between(handshake, now)));
    line(
        "transfer",
        Amounts.bytes(peer.receivedBytes())
            + " received, "
            + Amounts.bytes(peer.sentBytes())
            + " sent");
    int keepalive = peer.keepaliveSeconds();
    line(
        "persistent keepalive",
        keepalive == 0 ? "off" : "every " + Amounts.counted(keepalive, "second"));
  }

  private void line(String what, String value) {
    text.append("  ").append(what).append(": ").append(value).append('\n');
  }

  /** How long ago, in the units that are not zero. */
  private static String ago(Duration duration) {
    if (duration.isNegative()) {
      return "in the future: the clock was set back";
    }
    String time = Amounts.timeInFull(duration);
    return time.isEmpty() ? "now" : time + " ago";
  }
}
