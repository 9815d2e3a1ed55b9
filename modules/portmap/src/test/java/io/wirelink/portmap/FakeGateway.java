package io.wirelink.portmap;

import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A gateway with a clock and mappings, which does what the standards say unless it is told not to.
 */
final class FakeGateway {

  /** What it knows of a mapping. */
  record Entry(byte[] nonce, int externalPort, long untilNanos) {}

  final Gateway gateway;
  final Set<MappingProtocol> spoken = EnumSet.allOf(MappingProtocol.class);
  final Map<Integer, Entry> mappings = new LinkedHashMap<>();

  /** Its server for UPnP; null if it has none. */
  FakeIgd igd;

  IpAddress external = IpAddress.parse("203.0.113.7");
  int result;
  long lifetimeSeconds = -1;
  int externalPort = -1;
  boolean silent;

  /** The packets that it does not answer, beside. */
  Predicate<byte[]> ignores = packet -> false;

  boolean closed;
  long delayNanos = TimeUnit.MILLISECONDS.toNanos(2);
  Endpoint answersFrom;
  UnaryOperator<byte[]> mangle = UnaryOperator.identity();
  private long startedNanos;

  FakeGateway(Gateway gateway) {
    this.gateway = gateway;
    answersFrom = new Endpoint(gateway.address(), PcpCodec.PORT, gateway.scopeId());
  }

  /** Starts anew, and knows nothing any more. */
  void restart(long nowNanos) {
    startedNanos = nowNanos;
    mappings.clear();
  }

  /** What it answers to a packet, if anything. */
  List<byte[]> answers(byte[] packet, long nowNanos) {
    if (silent || ignores.test(packet)) {
      return List.of();
    }
    boolean pcp = packet[0] == PcpCodec.VERSION;
    if (pcp && spoken.contains(MappingProtocol.PCP)) {
      return List.of(mangle.apply(pcp(packet, nowNanos)));
    }
    if (!spoken.contains(MappingProtocol.NAT_PMP)) {
      return List.of();
    }
    return List.of(
        mangle.apply(
            pcp ? refusal(packet[1], nowNanos) : natPmp(ByteBuffer.wrap(packet), nowNanos)));
  }

  private byte[] refusal(byte opcode, long nowNanos) {
    ByteBuffer answer = ByteBuffer.allocate(8);
    answer.put((byte) 0).put((byte) (0x80 | opcode)).putShort((short) 1);
    return answer.putInt(epoch(nowNanos)).array();
  }

  private int epoch(long nowNanos) {
    return (int) TimeUnit.NANOSECONDS.toSeconds(nowNanos - startedNanos);
  }

  private byte[] pcp(byte[] packet, long nowNanos) {
    byte[] answer = packet.clone();
    ByteBuffer request = ByteBuffer.wrap(packet);
    ByteBuffer fields = ByteBuffer.wrap(answer);
    fields.put(1, (byte) (0x80 | request.get(1))).put(3, (byte) result);
    fields.putInt(8, epoch(nowNanos));
    Arrays.fill(answer, 12, 24, (byte) 0);
    if (answer.length == 60 && result == 0) {
      byte[] nonce = Arrays.copyOfRange(answer, 24, 36);
      int internal = Short.toUnsignedInt(request.getShort(40));
      Entry before = mappings.get(internal);
      if (before != null && !Arrays.equals(before.nonce, nonce)) {
        fields.put(3, (byte) 2);
        return answer;
      }
      Entry entry = map(internal, nonce, request.getShort(42), request.getInt(4), nowNanos);
      fields.putInt(4, granted(request.getInt(4))).putShort(42, (short) entry.externalPort);
      fields.put(44, mappedBytes(external));
    }
    return answer;
  }

  private static byte[] mappedBytes(IpAddress address) {
    return address.family() == IpAddress.Family.V6
        ? address.bytes()
        : ByteBuffer.allocate(16).putLong(0).putInt(0xffff).put(address.bytes()).array();
  }

  private int granted(int asked) {
    return asked == 0 || lifetimeSeconds < 0 ? asked : (int) lifetimeSeconds;
  }

  private Entry map(int internal, byte[] nonce, short suggested, int lifetime, long nowNanos) {
    int port = externalPort >= 0 ? externalPort : Short.toUnsignedInt(suggested);
    long until = nowNanos + TimeUnit.SECONDS.toNanos(granted(lifetime));
    Entry entry = new Entry(nonce, port, until);
    if (lifetime == 0) {
      mappings.remove(internal);
    } else {
      mappings.put(internal, entry);
    }
    return entry;
  }

  private byte[] natPmp(ByteBuffer request, long nowNanos) {
    byte opcode = request.get(1);
    ByteBuffer answer = ByteBuffer.allocate(opcode == 0 ? 12 : 16);
    answer.put((byte) 0).put((byte) (0x80 | opcode)).putShort((short) result);
    answer.putInt(epoch(nowNanos));
    if (opcode == 0) {
      return answer.put(external.bytes()).array();
    }
    int internal = Short.toUnsignedInt(request.getShort(4));
    int lifetime = request.getInt(8);
    Entry entry =
        result == 0
            ? map(internal, new byte[0], request.getShort(6), lifetime, nowNanos)
            : new Entry(new byte[0], 0, 0);
    answer.putShort((short) internal).putShort((short) entry.externalPort);
    return answer.putInt(granted(lifetime)).array();
  }
}
