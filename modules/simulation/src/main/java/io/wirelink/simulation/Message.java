package io.wirelink.simulation;

import io.wirelink.device.PresharedKeyPrint;
import io.wirelink.device.PublicKey;

/**
 * What WireGuard hosts say to one another (WireGuard whitepaper, 5.4). Nothing is encrypted here;
 * who could not open a message does not look into it.
 */
sealed interface Message {

  /** The UDP payload's length in bytes. */
  int length();

  /**
   * The first message of a handshake.
   *
   * @param sender who wants a session
   * @param recipient the static key that the message is encrypted to
   * @param senderIndex what the sender calls the session
   * @param stamp TAI64N of the sender's wall clock; a recipient takes only ever later ones
   */
  record Initiation(PublicKey sender, PublicKey recipient, long senderIndex, long stamp)
      implements Message {
    @Override
    public int length() {
      return 148;
    }

    @Override
    public String toString() {
      return "initiation " + senderIndex;
    }
  }

  /**
   * The second message of a handshake.
   *
   * @param senderIndex what the sender calls the session
   * @param receiverIndex what the initiator calls it
   * @param presharedKey of which key it is made; who has another cannot open it
   */
  record Response(long senderIndex, long receiverIndex, PresharedKeyPrint presharedKey)
      implements Message {

    /** One without a preshared key. */
    Response(long senderIndex, long receiverIndex) {
      this(senderIndex, receiverIndex, PresharedKeyPrint.NONE);
    }

    @Override
    public int length() {
      return 92;
    }

    @Override
    public String toString() {
      return "response " + senderIndex + " to " + receiverIndex;
    }
  }

  /**
   * A packet in a session.
   *
   * @param receiverIndex what the receiver calls the session
   * @param counter the number of the packet in the session
   * @param packet what is inside
   */
  record Transport(long receiverIndex, long counter, InnerPacket packet) implements Message {

    private static final int OVERHEAD = 32;
    private static final int PADDING = 16;

    @Override
    public int length() {
      return OVERHEAD + (packet.length() + PADDING - 1) / PADDING * PADDING;
    }

    @Override
    public String toString() {
      return "transport " + receiverIndex + "#" + counter + " " + packet;
    }
  }
}
