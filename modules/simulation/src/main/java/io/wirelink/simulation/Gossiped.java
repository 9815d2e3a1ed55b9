package io.wirelink.simulation;

import io.wirelink.device.PublicKey;
import io.wirelink.fact.MalformedFactException;
import io.wirelink.fact.TimedFact;
import io.wirelink.gossip.Contents;
import io.wirelink.gossip.PathMessage;
import io.wirelink.gossip.PresharedMessage;
import io.wirelink.gossip.RemovalMessage;
import io.wirelink.gossip.RotationMessage;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What agents say to one another, for traces and for judges: nothing in a packet is encrypted. */
final class Gossiped {

  /**
   * The group's attribute, TTL 0 and subject, then nonce and tag (docs/protocol.md, "A packet").
   */
  private static final int HEADER_LENGTH = 1 + 1 + PublicKey.LENGTH + 24 + 16;

  /** Enough of a key to tell hosts of a mesh apart. */
  private static final int KEY_LENGTH = 4;

  private Gossiped() {}

  /**
   * What stands in a packet behind its seal.
   *
   * @throws MalformedFactException if it is not a packet of an agent
   */
  static byte[] inner(byte[] packet) throws MalformedFactException {
    if (packet.length < HEADER_LENGTH) {
      throw new MalformedFactException("the packet ends after " + packet.length + " bytes");
    }
    return Arrays.copyOfRange(packet, HEADER_LENGTH, packet.length);
  }

  /**
   * The facts in a packet.
   *
   * @throws MalformedFactException if it is not a packet of an agent
   */
  static List<TimedFact> facts(byte[] packet) throws MalformedFactException {
    byte[] inner = inner(packet);
    return PathMessage.in(inner).isPresent()
            || RemovalMessage.in(inner).isPresent()
            || RotationMessage.in(inner).isPresent()
            || PresharedMessage.in(inner).isPresent()
        ? List.of()
        : Contents.in(sender(packet), inner).facts();
  }

  private static PublicKey sender(byte[] packet) {
    return PublicKey.ofBytes(Arrays.copyOfRange(packet, 2, 2 + PublicKey.LENGTH));
  }

  /** What a packet says about paths; empty if it holds facts. */
  static Optional<PathMessage> pathMessage(byte[] packet) throws MalformedFactException {
    return packet.length < HEADER_LENGTH ? Optional.empty() : PathMessage.in(inner(packet));
  }

  /** The facts in a packet as text, with the beginnings of keys. */
  static String text(byte[] packet) {
    try {
      Optional<PathMessage> message = pathMessage(packet);
      if (message.isPresent()) {
        return message.get().toString();
      }
      Optional<RemovalMessage> removals = RemovalMessage.in(inner(packet));
      if (removals.isPresent()) {
        return removals.get().toString();
      }
      Optional<RotationMessage> rotation = RotationMessage.in(inner(packet));
      if (rotation.isPresent()) {
        return rotation.get().toString();
      }
      Optional<PresharedMessage> key = PresharedMessage.in(inner(packet));
      if (key.isPresent()) {
        return key.get().toString();
      }
      return facts(packet).stream().map(Gossiped::text).collect(Collectors.joining(", ", "[", "]"));
    } catch (MalformedFactException e) {
      return packet.length + " bytes";
    }
  }

  private static String text(TimedFact timed) {
    String subject = timed.fact().subject().toString().substring(0, KEY_LENGTH);
    return subject
        + " "
        + timed.fact().attribute().letter()
        + " "
        + timed.fact().value()
        + " "
        + timed.ttlSeconds()
        + "s";
  }
}
