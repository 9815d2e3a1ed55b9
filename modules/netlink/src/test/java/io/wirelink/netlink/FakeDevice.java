package io.wirelink.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Cidr;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PublicKey;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A WireGuard device that takes changes as the kernel does: message by message, without libmnl and
 * the bindings, and without knowing what was before or will be behind a message.
 */
final class FakeDevice {

  /** What a peer of the device is set to; the endpoint as its bytes in hexadecimal. */
  static final class Peer {
    String endpoint = "";
    int keepaliveSeconds;
    final Set<Cidr> allowedIps = new TreeSet<>();
  }

  private static final int HEADERS = 20;
  private static final int REMOVE = 1;
  private static final int REPLACE = 2;
  private static final int UPDATE_ONLY = 4;

  final Map<PublicKey, Peer> peers = new LinkedHashMap<>();
  int listenPort;
  int firewallMark;
  byte[] privateKey = {};
  int messages;

  /** Acts upon the attributes of a message. */
  private interface Walker {
    void at(int type, ByteBuffer value);
  }

  /** Takes a {@code WG_CMD_SET_DEVICE}. */
  void take(byte[] message) {
    messages++;
    assertTrue(message.length <= 4096, () -> "too long: " + message.length);
    ByteBuffer bytes = ByteBuffer.wrap(message).order(ByteOrder.nativeOrder());
    assertEquals(message.length, bytes.getInt(0));
    assertEquals(DeviceBytes.FAMILY, bytes.getShort(4));
    assertEquals(0x5, bytes.getShort(6), "request with acknowledgement");
    assertEquals(DeviceBytes.SET_DEVICE, bytes.get(16));
    walk(
        bytes.position(HEADERS).slice(),
        (type, value) -> {
          switch (type) {
            case 1 -> assertEquals(5, value.getInt());
            case 3 -> privateKey = bytes(value);
            case 5 -> {
              assertEquals(1, value.getInt());
              peers.clear();
            }
            case 6 -> listenPort = Short.toUnsignedInt(value.getShort());
            case 7 -> firewallMark = value.getInt();
            case 8 -> walk(value, (member, peer) -> takePeer(peer));
            default -> throw new AssertionError("attribute " + type);
          }
        });
  }

  private void takePeer(ByteBuffer attributes) {
    PublicKey[] key = new PublicKey[1];
    int[] flags = new int[1];
    walk(
        attributes.duplicate().order(ByteOrder.nativeOrder()),
        (type, value) -> {
          if (type == 1) {
            key[0] = PublicKey.ofBytes(bytes(value));
          } else if (type == 3) {
            flags[0] = value.getInt();
          }
        });
    assertEquals(0, flags[0] & ~(REMOVE | REPLACE | UPDATE_ONLY));
    if ((flags[0] & REMOVE) != 0) {
      peers.remove(key[0]);
      return;
    }
    if (!peers.containsKey(key[0]) && (flags[0] & UPDATE_ONLY) != 0) {
      return;
    }
    Peer peer = peers.computeIfAbsent(key[0], _ -> new Peer());
    if ((flags[0] & REPLACE) != 0) {
      peer.allowedIps.clear();
    }
    walk(attributes, (type, value) -> takeValue(peer, type, value));
  }

  private void takeValue(Peer peer, int type, ByteBuffer value) {
    switch (type) {
      case 1, 3 -> {}
      case 4 -> peer.endpoint = java.util.HexFormat.of().formatHex(bytes(value));
      case 5 -> peer.keepaliveSeconds = Short.toUnsignedInt(value.getShort());
      case 9 -> walk(value, (member, network) -> takeAllowedIp(peer, network));
      default -> throw new AssertionError("attribute " + type + " of a peer");
    }
  }

  private void takeAllowedIp(Peer peer, ByteBuffer attributes) {
    int[] numbers = new int[2];
    byte[][] address = new byte[1][];
    walk(
        attributes,
        (type, value) -> {
          switch (type) {
            case 1 -> numbers[0] = value.getShort();
            case 2 -> address[0] = bytes(value);
            case 3 -> numbers[1] = Byte.toUnsignedInt(value.get());
            default -> throw new AssertionError("attribute " + type + " of a network");
          }
        });
    assertEquals(address[0].length == 4 ? 2 : 10, numbers[0]);
    Cidr network = new Cidr(IpAddress.ofBytes(address[0]), numbers[1]).masked();
    peers.values().forEach(other -> other.allowedIps.remove(network));
    peer.allowedIps.add(network);
  }

  private static void walk(ByteBuffer attributes, Walker walker) {
    attributes.order(ByteOrder.nativeOrder());
    while (attributes.hasRemaining()) {
      int start = attributes.position();
      int length = Short.toUnsignedInt(attributes.getShort());
      int type = Short.toUnsignedInt(attributes.getShort()) & 0x7fff;
      ByteBuffer value = attributes.slice(start + 4, length - 4).order(ByteOrder.nativeOrder());
      walker.at(type, value);
      attributes.position(start + (length + 3) / 4 * 4);
    }
  }

  private static byte[] bytes(ByteBuffer value) {
    byte[] bytes = new byte[value.remaining()];
    value.get(bytes);
    return bytes;
  }
}
