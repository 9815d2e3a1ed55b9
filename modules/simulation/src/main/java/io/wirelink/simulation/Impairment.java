package io.wirelink.simulation;

/**
 * What befalls datagrams on their way from one host to another, whatever lies between.
 *
 * @param loss the share that is lost, 0 to 1
 * @param maxLength how many bytes a datagram may have, its IP header included; a longer one
 *     vanishes and nobody is told, as where ICMP is filtered
 */
public record Impairment(double loss, int maxLength) {

  /** Nothing passes. */
  public static final Impairment CUT = new Impairment(1, Integer.MAX_VALUE);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if a share is not from 0 to 1, or a length is negative
   */
  public Impairment {
    if (!(loss >= 0 && loss <= 1) || maxLength < 0) {
      throw new IllegalArgumentException(
          "loss is 0 to 1 and a length not negative: " + loss + ", " + maxLength);
    }
  }

  /** Some of all datagrams are lost. */
  public static Impairment lossy(double share) {
    return new Impairment(share, Integer.MAX_VALUE);
  }

  /** What is longer than this vanishes. */
  public static Impairment blackHole(int maxLength) {
    return new Impairment(0, maxLength);
  }
}
