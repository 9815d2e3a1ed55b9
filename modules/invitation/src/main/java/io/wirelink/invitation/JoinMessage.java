package io.wirelink.invitation;

import io.wirelink.device.Cidr;
import io.wirelink.device.PublicKey;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a newcomer and its router say to each other (docs/protocol.md, "Joining"): all that is in a
 * packet that is sealed with the one-time key.
 */
public sealed interface JoinMessage {

  /** The first bytes; none is an attribute of a fact or begins another message. */
  byte REQUEST = 'j';

  byte ANSWER = 'k';

  /** The most networks in an answer: what a packet of facts has room for, and far more than any. */
  int MAX_NETWORKS = 32;

  /** The message as the inner bytes of a packet. */
  byte[] inner();

  /**
   * Asks to be let in. Said again, it is answered alike.
   *
   * @param key the key that the newcomer has made for itself
   */
  record Request(PublicKey key) implements JoinMessage {
    @Override
    public byte[] inner() {
      ByteBuffer buffer = ByteBuffer.allocate(1 + PublicKey.LENGTH).put(REQUEST);
      key.write(buffer);
      return buffer.array();
    }
  }

  /** What became of a request. */
  enum Verdict {
    /** The newcomer belongs to the mesh. */
    WELCOME(0),
    /** Somebody else has come by this invitation. */
    USED(1),
    /** The invitation has expired, or was taken back. */
    OVER(2),
    /** The key is one that the router knows already, or none at all. */
    UNUSABLE_KEY(3);

    private final int number;

    Verdict(int number) {
      this.number = number;
    }

    private static Verdict of(int number) {
      return Stream.of(values())
          .filter(each -> each.number == number)
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("there is no verdict " + number));
    }
  }

  /**
   * Answers a {@link Request}.
   *
   * @param key the key that was asked for, since two hosts may ask by one invitation
   * @param verdict what became of it
   * @param addresses those of the newcomer, each with the length of its network; none if it is
   *     refused
   * @param networks what is routed to the router; none if it is refused
   */
  record Answer(PublicKey key, Verdict verdict, List<Cidr> addresses, List<Cidr> networks)
      implements JoinMessage {

    /** Keeps copies of the lists. */
    public Answer {
      addresses = List.copyOf(addresses);
      networks = List.copyOf(networks);
    }

    /** Refuses. */
    public Answer(PublicKey key, Verdict verdict) {
      this(key, verdict, List.of(), List.of());
    }

    @Override
    public byte[] inner() {
      int most = (addresses.size() + networks.size()) * AddressBytes.MAX_NETWORK;
      ByteBuffer buffer = ByteBuffer.allocate(1 + PublicKey.LENGTH + 3 + most).put(ANSWER);
      key.write(buffer);
      buffer.put((byte) verdict.number);
      AddressBytes.writeNetworks(buffer, addresses);
      AddressBytes.writeNetworks(buffer, networks);
      byte[] inner = new byte[buffer.position()];
      buffer.flip().get(inner);
      return inner;
    }
  }

  /** The message that a packet holds; empty if it holds none that can be understood. */
  static Optional<JoinMessage> in(byte[] inner) {
    ByteBuffer buffer = ByteBuffer.wrap(inner);
    try {
      JoinMessage message =
          switch (buffer.get()) {
            case REQUEST -> new Request(PublicKey.read(buffer));
            case ANSWER -> answer(buffer);
            default -> null;
          };
      return buffer.hasRemaining() ? Optional.empty() : Optional.ofNullable(message);
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Answer answer(ByteBuffer buffer) {
    PublicKey key = PublicKey.read(buffer);
    Verdict verdict = Verdict.of(buffer.get());
    List<Cidr> addresses = AddressBytes.readNetworks(buffer, MAX_NETWORKS);
    List<Cidr> networks = AddressBytes.readNetworks(buffer, MAX_NETWORKS);
    return new Answer(key, verdict, addresses, networks);
  }
}
