package io.wirelink.netlink;

import static io.wirelink.netlink.Bytes.attribute;
import static io.wirelink.netlink.Bytes.i32;
import static io.wirelink.netlink.Bytes.i64;
import static io.wirelink.netlink.Bytes.join;
import static io.wirelink.netlink.Bytes.sockaddr;
import static io.wirelink.netlink.Bytes.string;
import static io.wirelink.netlink.Bytes.u16;
import static io.wirelink.netlink.DeviceBytes.FAMILY;
import static io.wirelink.netlink.DeviceBytes.PEER_ENDPOINT;
import static io.wirelink.netlink.DeviceBytes.PEER_HANDSHAKE;
import static io.wirelink.netlink.DeviceBytes.PEER_KEEPALIVE;
import static io.wirelink.netlink.DeviceBytes.PEER_RECEIVED;
import static io.wirelink.netlink.DeviceBytes.PEER_SENT;
import static io.wirelink.netlink.DeviceBytes.PRIVATE_KEY;
import static io.wirelink.netlink.DeviceBytes.PUBLIC_KEY;
import static io.wirelink.netlink.DeviceBytes.allowedIps;
import static io.wirelink.netlink.DeviceBytes.device;
import static io.wirelink.netlink.DeviceBytes.key;
import static io.wirelink.netlink.DeviceBytes.part;
import static io.wirelink.netlink.DeviceBytes.peer;
import static io.wirelink.netlink.DeviceBytes.peers;
import static io.wirelink.netlink.DeviceBytes.timespec;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceState;
import io.wirelink.device.Endpoint;
import io.wirelink.device.PeerState;
import io.wirelink.device.PresharedKey;
import io.wirelink.device.PrivateKey;
import java.lang.foreign.Arena;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DeviceDumpTest {

  private static final GenericFamily WIREGUARD = new GenericFamily(FAMILY, 1);

  /** Attributes are aligned to four bytes: the times and counters here are to no more. */
  private static final byte[] WHOLE =
      part(
          1,
          attribute(6, u16(51820)),
          attribute(7, i32(0xfedcba98)),
          attribute(1, i32(5)),
          attribute(2, string("wg0")),
          attribute(PRIVATE_KEY, key(7).bytes()),
          attribute(PUBLIC_KEY, key(8).bytes()),
          peers(
              peer(
                  key(1),
                  attribute(2, key(9).bytes()),
                  attribute(PEER_HANDSHAKE, timespec(1_700_000_000, 999_999_999)),
                  attribute(PEER_KEEPALIVE, u16(65535)),
                  attribute(PEER_SENT, i64(1L << 40)),
                  attribute(PEER_RECEIVED, i64(3)),
                  attribute(10, i32(1)),
                  attribute(PEER_ENDPOINT, sockaddr(Endpoint.parse("192.0.2.1:51820"))),
                  allowedIps("10.0.0.0/8", "fe80::1/128", "0.0.0.0/0", "::/0")),
              peer(
                  key(2),
                  attribute(PEER_HANDSHAKE, timespec(0, 0)),
                  attribute(PEER_ENDPOINT, sockaddr(Endpoint.parse("[fe80::2%7]:65535"))))));

  @Test
  void aDeviceIsReadWithAllThatItSays() throws NetlinkException {
    DeviceState expected =
        new DeviceState(
            "wg0",
            key(8),
            51820,
            0xfedcba98,
            Map.of(
                key(1),
                new PeerState(
                    key(1),
                    Endpoint.parse("192.0.2.1:51820"),
                    Instant.ofEpochSecond(1_700_000_000, 999_999_999),
                    3,
                    1L << 40,
                    65535,
                    networks("10.0.0.0/8", "fe80::1/128", "0.0.0.0/0", "::/0"),
                    PresharedKey.ofBytes(key(9).bytes()).print()),
                key(2),
                new PeerState(
                    key(2), Endpoint.parse("[fe80::2%7]:65535"), null, 0, 0, 0, Set.of())));
    DeviceState state = read(WHOLE);
    assertEquals(expected, state);
    assertEquals(List.of(key(1), key(2)), List.copyOf(state.peers().keySet()));
  }

  @Test
  void aDeviceWithoutKeyPortAndPeersIsReadAsSuch() throws NetlinkException {
    DeviceState state = read(part(1, device("wg0")));
    assertEquals(new DeviceState("wg0", null, 0, 0, Map.of()), state);
    assertNull(state.publicKey());
  }

  @Test
  void aPeerAndItsAllowedIpsGoOnInTheNextMessages() throws NetlinkException {
    DeviceState state =
        read(
            part(
                1,
                device("wg0"),
                peers(
                    peer(key(1), attribute(PEER_KEEPALIVE, u16(25)), allowedIps("10.0.0.1/32")),
                    peer(key(2), attribute(PEER_KEEPALIVE, u16(26)), allowedIps("10.0.0.2/32")))),
            part(1, peers(peer(key(2), allowedIps("10.0.0.3/32")))),
            part(1, peers(peer(key(2), allowedIps("fe80::4/128")), peer(key(3)))));
    assertEquals(List.of(key(1), key(2), key(3)), List.copyOf(state.peers().keySet()));
    PeerState continued = state.peers().get(key(2));
    assertEquals(26, continued.keepaliveSeconds());
    assertEquals(networks("10.0.0.2/32", "10.0.0.3/32", "fe80::4/128"), continued.allowedIps());
    assertEquals(networks("10.0.0.1/32"), state.peers().get(key(1)).allowedIps());
  }

  @Test
  void aMessageOfAnotherKindIsNoPart() throws NetlinkException {
    byte[] otherFamily = WHOLE.clone();
    otherFamily[4]++;
    byte[] otherCommand = WHOLE.clone();
    otherCommand[16]++;
    assertEquals(new DeviceState("wg9", null, 0, 0, Map.of()), read(otherFamily, otherCommand));
  }

  @Test
  void thePrivateKeyIsFoundOnlyByWhoAsksForIt() throws NetlinkException {
    Optional<PrivateKey> key = readKey(WHOLE, part(1, peers(peer(key(3)))));
    assertArrayEquals(key(7).bytes(), key.orElseThrow().bytes());
    assertEquals(Optional.empty(), readKey(part(1, device("wg0"))));
    String text = read(WHOLE).toString();
    assertFalse(text.contains(key(7).toString()) || text.contains(key(9).toString()), text);
  }

  @ParameterizedTest
  @ValueSource(ints = {31, 33, 0})
  void aPrivateKeyOfAnotherLengthIsMalformed(int length) {
    byte[] message = part(1, attribute(PRIVATE_KEY, new byte[length]));
    assertThrows(NetlinkException.class, () -> readKey(message));
  }

  @Test
  void whatCannotBeIsMalformed() {
    for (byte[] attribute :
        List.of(
            attribute(PEER_HANDSHAKE, timespec(1, 1_000_000_000)),
            attribute(PEER_HANDSHAKE, timespec(-1, 0)),
            attribute(PEER_HANDSHAKE, timespec(Long.MAX_VALUE, 0)),
            attribute(PEER_HANDSHAKE, i64(1)),
            attribute(PEER_RECEIVED, i32(1)),
            attribute(PEER_ENDPOINT, u16(3)),
            attribute(PEER_ENDPOINT, join(u16(2), new byte[13])),
            attribute(PEER_ENDPOINT, join(u16(10), new byte[22], i32(-1))),
            Bytes.nested(9, Bytes.nested(0, attribute(1, u16(2)))),
            Bytes.nested(9, Bytes.nested(0, attribute(2, new byte[4]))),
            Bytes.nested(
                9,
                Bytes.nested(
                    0,
                    attribute(1, u16(2)),
                    attribute(2, new byte[4]),
                    attribute(3, new byte[] {33}))))) {
      byte[] message = part(1, device("wg0"), peers(peer(key(1), attribute)));
      assertThrows(NetlinkException.class, () -> read(message));
    }
    assertThrows(NetlinkException.class, () -> read(part(1, peers(Bytes.nested(0)))));
  }

  @Property
  void aDumpCutAnywhereIsRefusedAndNothingElse(@ForAll @IntRange(min = 1) int length) {
    byte[] cut = Arrays.copyOf(WHOLE, 1 + length % (WHOLE.length - 1));
    assertThrows(NetlinkException.class, () -> read(cut));
  }

  @Property
  void aDumpWithAnyByteWrongIsReadOrRefused(
      @ForAll @IntRange(min = 0) int place, @ForAll byte value) {
    byte[] wrong = WHOLE.clone();
    wrong[place % wrong.length] = value;
    for (int i = 0; i < 2; i++) {
      try {
        var _ = i == 0 ? read(wrong) : readKey(wrong);
      } catch (NetlinkException e) {
        assertEquals(NetlinkException.MALFORMED, e.errno());
      }
    }
  }

  private static Set<Cidr> networks(String... texts) {
    return Set.copyOf(Arrays.stream(texts).map(Cidr::parse).toList());
  }

  private static DeviceState read(byte[]... messages) throws NetlinkException {
    return collect(new DeviceDump(WIREGUARD, "wg9"), messages);
  }

  private static Optional<PrivateKey> readKey(byte[]... messages) throws NetlinkException {
    return collect(new DeviceDump.Key(WIREGUARD), messages);
  }

  private static <T> T collect(Conversation.Collector<T> collector, byte[]... messages)
      throws NetlinkException {
    try (Arena arena = Arena.ofConfined()) {
      Message.readAll(Bytes.inNativeMemory(arena, join(messages)), collector);
    }
    return collector.result();
  }
}
