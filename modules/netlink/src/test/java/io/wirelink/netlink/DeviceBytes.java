package io.wirelink.netlink;

import static io.wirelink.netlink.Bytes.attribute;
import static io.wirelink.netlink.Bytes.genlmsghdr;
import static io.wirelink.netlink.Bytes.i32;
import static io.wirelink.netlink.Bytes.i64;
import static io.wirelink.netlink.Bytes.join;
import static io.wirelink.netlink.Bytes.message;
import static io.wirelink.netlink.Bytes.nested;
import static io.wirelink.netlink.Bytes.string;
import static io.wirelink.netlink.Bytes.u16;
import static io.wirelink.netlink.Bytes.u8;
import static io.wirelink.netlink.Bytes.verdict;

import io.wirelink.device.Cidr;
import io.wirelink.device.PublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What the kernel says of WireGuard, byte by byte; the numbers are those of its headers. */
final class DeviceBytes {

  /** The number that the family has here. */
  static final int FAMILY = 29;

  static final int SET_DEVICE = 1;
  static final int PRIVATE_KEY = 3;
  static final int PUBLIC_KEY = 4;
  static final int PEERS = 8;

  static final int PEER_ENDPOINT = 4;
  static final int PEER_KEEPALIVE = 5;
  static final int PEER_HANDSHAKE = 6;
  static final int PEER_RECEIVED = 7;
  static final int PEER_SENT = 8;
  static final int PEER_ALLOWED_IPS = 9;

  private static final int MULTI = 0x2;

  private DeviceBytes() {}

  /** The answer to the question for the family, and its acknowledgement. */
  static FakeKernel.Script family(int version) {
    byte[] attributes =
        join(
            attribute(1, u16(FAMILY)),
            attribute(2, string("wireguard")),
            attribute(3, i32(version)));
    return n ->
        List.of(
            FakeKernel.datagram(
                message(16, 0, n, genlmsghdr(1), attributes), verdict(0, 0x100, n)));
  }

  /** The answer to the question for one interface, and its acknowledgement. */
  static FakeKernel.Script link(String name, String kind) {
    byte[] attributes =
        join(
            attribute(3, string(name)),
            attribute(4, i32(1420)),
            nested(18, attribute(1, string(kind))));
    return n ->
        List.of(
            FakeKernel.datagram(
                message(16, 0, n, Bytes.ifinfomsg(5, 1), attributes), verdict(0, 0x100, n)));
  }

  /** One message of a dump. */
  static byte[] part(int sequence, byte[]... attributes) {
    return message(FAMILY, MULTI, sequence, genlmsghdr(0), join(attributes));
  }

  /** What the first message says of a device without a key and without a port. */
  static byte[] device(String name) {
    return join(
        attribute(6, u16(0)),
        attribute(7, i32(0)),
        attribute(1, i32(5)),
        attribute(2, string(name)));
  }

  /** The list of peers of one message. */
  static byte[] peers(byte[]... peers) {
    return nested(PEERS, peers);
  }

  /** A peer with its key, and these attributes behind it. */
  static byte[] peer(PublicKey key, byte[]... attributes) {
    return nested(0, attribute(1, key.bytes()), join(attributes));
  }

  /** The AllowedIPs of a peer. */
  static byte[] allowedIps(String... networks) {
    return nested(
        PEER_ALLOWED_IPS,
        Stream.of(networks).map(Cidr::parse).map(DeviceBytes::allowedIp).toArray(byte[][]::new));
  }

  private static byte[] allowedIp(Cidr network) {
    byte[] address = network.address().bytes();
    return nested(
        0,
        attribute(3, u8(network.prefixLength())),
        attribute(1, u16(address.length == 4 ? 2 : 10)),
        attribute(2, address));
  }

  /** A {@code struct __kernel_timespec}. */
  static byte[] timespec(long seconds, long nanos) {
    return join(i64(seconds), i64(nanos));
  }

  /** The key that has this in all of its bytes. */
  static PublicKey key(int value) {
    byte[] bytes = new byte[PublicKey.LENGTH];
    Arrays.fill(bytes, (byte) value);
    return PublicKey.ofBytes(bytes);
  }
}
