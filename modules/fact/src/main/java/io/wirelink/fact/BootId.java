package io.wirelink.fact;

import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What an agent calls itself between two moments at which it may have missed something: 16 bytes
 * that others only compare. Ours are UUIDs of version 8 (RFC 9562, 5.8) that tell agents of this
 * project which protocol extensions we speak (docs/protocol.md, "Capabilities").
 *
 * @param high the first eight bytes in network order
 * @param low the last eight bytes
 */
public record BootId(long high, long low) {

  /** The length of a boot id in bytes. */
  public static final int LENGTH = 16;

  /** Bytes 0 and 1 of the boot ids of this project: "WL". */
  private static final long MARK = 0x574CL;

  private static final int VERSION = 8;
  private static final long VARIANT = 0b10;

  /** A new boot id that shows these capability bits, the lowest 16 of the number. */
  public static BootId random(int capabilities, RandomGenerator random) {
    long high =
        MARK << 48
            | (capabilities & 0xffffL) << 32
            | random.nextLong() & 0xffff_0fffL
            | VERSION << 12;
    return new BootId(high, random.nextLong() >>> 2 | VARIANT << 62);
  }

  /**
   * Takes the next 16 bytes of the buffer. @throws java.nio.BufferUnderflowException if there are
   * fewer
   */
  static BootId read(ByteBuffer buffer) {
    return new BootId(buffer.getLong(), buffer.getLong());
  }

  /** Whether an agent of this project made this boot id. */
  public boolean isOurs() {
    return high >>> 48 == MARK && (high >>> 12 & 0xf) == VERSION && low >>> 62 == VARIANT;
  }

  /** The capability bits that the agent showed; 0 for an agent that is not of this project. */
  public int capabilities() {
    return isOurs() ? (int) (high >>> 32) & 0xffff : 0;
  }

  /** The same with these capability bits instead; of an agent that is not ours, itself. */
  public BootId withCapabilities(int capabilities) {
    return isOurs()
        ? new BootId(high & ~(0xffffL << 32) | (capabilities & 0xffffL) << 32, low)
        : this;
  }

  /** Whether it stands for the same span of an agent's life: capabilities may change in between. */
  public boolean isSameAs(BootId other) {
    return withCapabilities(0).equals(other.withCapabilities(0));
  }

  // Compared at each look: what a record has by itself is slow until it is compiled.

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other || (other instanceof BootId id && high == id.high && low == id.low);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(31 * high + low);
  }

  /** The usual text form of a UUID. */
  @Override
  public String toString() {
    return new UUID(high, low).toString();
  }
}
