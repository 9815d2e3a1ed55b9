package io.wirelink.fact;

import java.util.Arrays;

/**
 * How the NAT before a host behaves, as far as it shows to those beyond it, in the terms of RFC
 * 4787, sections 4.1 and 4.2; and whether a firewall is there as well.
 *
 * @param mapping whether one port outside stands for the host's port, whoever is sent to
 * @param ports how ports outside follow from the host's own
 * @param carrierGrade whether another NAT stands beyond that of the host's own network, most often
 *     a carrier's (RFC 6888)
 * @param udpBlocked whether the host's UDP gets through to routers and, for all that it has tried,
 *     to nobody else
 */
public record NatBehavior(Mapping mapping, Ports ports, boolean carrierGrade, boolean udpBlocked) {

  /** The NAT alone. */
  public NatBehavior(Mapping mapping, Ports ports, boolean carrierGrade) {
    this(mapping, ports, carrierGrade, false);
  }

  /** Nothing shows, or too little. */
  public static final NatBehavior UNKNOWN = new NatBehavior(Mapping.UNKNOWN, Ports.UNKNOWN, false);

  /** A port outside for a port inside. */
  public enum Mapping {
    /** That does not show. */
    UNKNOWN(0, "does not show"),
    /** The host is seen at an address of its own: nothing is translated. */
    NONE(1, "none"),
    /** One port outside for all destinations. What keeps ports looks like that too. */
    ENDPOINT_INDEPENDENT(2, "one port for all destinations"),
    /** A port for each destination: for each address, or each address and port. */
    ENDPOINT_DEPENDENT(3, "a new port for each destination");

    private final int code;
    private final String words;

    Mapping(int code, String words) {
      this.code = code;
      this.words = words;
    }

    /** What it is, in a few words. */
    public String words() {
      return words;
    }

    private static Mapping of(int code) {
      return Arrays.stream(values()).filter(m -> m.code == code).findFirst().orElse(UNKNOWN);
    }
  }

  /** How ports outside follow from those inside. */
  public enum Ports {
    /** That does not show. */
    UNKNOWN(0),
    /** They are the same, as long as nobody else has them (port preservation). */
    PRESERVED(1),
    /** Each next one is a little greater than the one before. */
    SEQUENTIAL(2),
    /** In no way that shows. */
    ARBITRARY(3);

    private final int code;

    Ports(int code) {
      this.code = code;
    }

    private static Ports of(int code) {
      return Arrays.stream(values()).filter(p -> p.code == code).findFirst().orElse(UNKNOWN);
    }
  }

  /** How far the next port of a {@link Ports#SEQUENTIAL} NAT may be from the one before. */
  public static final int MAX_STEP = 10;

  /** How long a value is that is looked at: what is longer than anything that can be meant. */
  private static final int MAX_BYTES = 16;

  private static final int CARRIER_GRADE = 1;
  private static final int UDP_BLOCKED = 2;

  /**
   * Whether nobody can tell at which port the next destination sees the host, so that others reach
   * it only where they are called from.
   */
  public boolean isUnpredictable() {
    return mapping == Mapping.ENDPOINT_DEPENDENT && ports == Ports.ARBITRARY;
  }

  /** Whether it makes it harder to meet the host. */
  public boolean isObstacle() {
    return mapping == Mapping.ENDPOINT_DEPENDENT || carrierGrade;
  }

  /** The same with a firewall that lets UDP through to routers alone, or without. */
  public NatBehavior withUdpBlocked(boolean blocked) {
    return new NatBehavior(mapping, ports, carrierGrade, blocked);
  }

  /**
   * Whether others hear of it: where it stands in the way, or looks as if it did, since the host is
   * seen at another port than its own. Nothing follows from any other.
   */
  public boolean isTold() {
    return isObstacle()
        || udpBlocked
        || (mapping == Mapping.ENDPOINT_INDEPENDENT && ports == Ports.ARBITRARY);
  }

  /** The value of its metadata entry (docs/protocol.md, "NAT"), each byte as one character. */
  String bytes() {
    int flags = (carrierGrade ? CARRIER_GRADE : 0) | (udpBlocked ? UDP_BLOCKED : 0);
    char[] bytes = {(char) mapping.code, (char) ports.code, (char) flags};
    return new String(bytes);
  }

  /**
   * Reads the value of a metadata entry. What is not understood is as good as not said: numbers
   * that mean nothing here, bits and bytes beyond those that do.
   */
  static NatBehavior of(String bytes) {
    if (bytes.length() > MAX_BYTES) {
      return UNKNOWN;
    }
    int flags = at(bytes, 2);
    return new NatBehavior(
        Mapping.of(at(bytes, 0)),
        Ports.of(at(bytes, 1)),
        (flags & CARRIER_GRADE) != 0,
        (flags & UDP_BLOCKED) != 0);
  }

  private static int at(String bytes, int index) {
    return index < bytes.length() ? bytes.charAt(index) : 0;
  }
}
