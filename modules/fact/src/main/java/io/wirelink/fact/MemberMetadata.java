package io.wirelink.fact;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.wirelink.text.Printable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a membership fact says of its subject beyond "is a member": entries of one byte as key and
 * some bytes as value. Three keys are known; others are kept and passed on.
 */
public final class MemberMetadata {

  /** Metadata that says nothing. */
  public static final MemberMetadata EMPTY = new MemberMetadata(new TreeMap<>());

  /** The key of the name, UTF-8. */
  public static final int NAME = 'n';

  /** A name travels in one fact, and with its fact it has to fit well into a packet: in UTF-8. */
  public static final int MAX_NAME_BYTES = 255;

  /**
   * The key of the basic flag: one byte, 1 if the subject runs WireGuard without an agent, else 0.
   */
  public static final int BASIC = 'b';

  /** The key of what is known of the NAT before the subject: {@link NatBehavior#bytes}. */
  public static final int NAT = 'N';

  /** How many entries are believed at most: far more than there are keys that mean anything. */
  public static final int MAX_ENTRIES = 16;

  /** How many bytes of values are believed at most: a long name, and as much again for others. */
  public static final int MAX_BYTES = 512;

  private static final Comparator<Integer> NAME_FIRST =
      Comparator.comparing((Integer key) -> key != NAME).thenComparing(Comparator.naturalOrder());

  private final SortedMap<Integer, String> entries;

  /** All of it as it travels, which is made once: a router tells it to everybody. */
  private final byte[] payload;

  /**
   * Keeps a copy in wire order.
   *
   * @param entries the values by key, each byte of a value as one character of the same number
   * @throws IllegalArgumentException for a name that is not UTF-8, a flag that is not one byte of 0
   *     or 1, a key of more than a byte, or a value with characters of more than a byte
   */
  public MemberMetadata(SortedMap<Integer, String> entries) {
    SortedMap<Integer, String> sorted = new TreeMap<>(NAME_FIRST);
    sorted.putAll(entries);
    sorted.forEach(MemberMetadata::check);
    this.entries = Collections.unmodifiableSortedMap(sorted);
    this.payload = payloadOf(sorted);
  }

  private static byte[] payloadOf(SortedMap<Integer, String> entries) {
    int length = 0;
    for (String value : entries.values()) {
      length += 1 + Uvarint.length(value.length()) + value.length();
    }
    ByteBuffer buffer = ByteBuffer.allocate(length);
    entries.forEach(
        (key, value) -> {
          buffer.put(key.byteValue());
          Uvarint.write(buffer, value.length());
          buffer.put(value.getBytes(ISO_8859_1));
        });
    return buffer.array();
  }

  /**
   * The values by key, the name first and then by ascending key, each byte of a value as one
   * character of the same number.
   */
  public SortedMap<Integer, String> entries() {
    return entries;
  }

  /** How many bytes it has as it travels. */
  int length() {
    return payload.length;
  }

  /** Writes it as it travels. */
  void write(ByteBuffer buffer) {
    buffer.put(payload);
  }

  private static void check(int key, String value) {
    if (key < 0 || key > 0xff || value.chars().anyMatch(c -> c > 0xff)) {
      throw new IllegalArgumentException("a metadata key is a byte and its value bytes");
    }
    if (key == NAME) {
      try {
        UTF_8.newDecoder().decode(ByteBuffer.wrap(value.getBytes(ISO_8859_1)));
      } catch (CharacterCodingException e) {
        throw new IllegalArgumentException("a name is UTF-8", e);
      }
    }
    if (key == BASIC && !value.equals("\0") && !value.equals("\1")) {
      throw new IllegalArgumentException("a basic flag is one byte, 0 or 1");
    }
  }

  /**
   * The subject's name, if there is one. Whoever is believed has chosen it, so it is made safe to
   * print and no longer than a name may be; what travels on is what came.
   */
  public Optional<String> name() {
    return Optional.ofNullable(entries.get(NAME))
        .map(bytes -> new String(bytes.getBytes(ISO_8859_1), UTF_8))
        .map(text -> Printable.of(text, MAX_NAME_BYTES))
        .filter(name -> !name.isEmpty());
  }

  /** Whether the subject is said to run without an agent. */
  public boolean isBasic() {
    return "\1".equals(entries.get(BASIC));
  }

  /** What the subject says of the NAT before it; unknown if it says nothing that is understood. */
  public NatBehavior nat() {
    String bytes = entries.get(NAT);
    return bytes == null ? NatBehavior.UNKNOWN : NatBehavior.of(bytes);
  }

  /**
   * Whether it is about a NAT alone: as a member says it of itself, who is not to be believed that
   * it is one because of that.
   */
  public boolean isOfNatAlone() {
    return entries.size() == 1 && entries.containsKey(NAT);
  }

  /** The same with what is known of a NAT, if it is an obstacle to others; else without it. */
  public MemberMetadata with(NatBehavior nat) {
    if (!nat.isTold() && !entries.containsKey(NAT)) {
      // A router asks for each of its members every few seconds.
      return this;
    }
    SortedMap<Integer, String> merged = new TreeMap<>(entries);
    merged.remove(NAT);
    if (nat.isTold()) {
      merged.put(NAT, nat.bytes());
    }
    return new MemberMetadata(merged);
  }

  /**
   * Whether it is small enough to be believed. More may be in a packet, whose other facts are none
   * the worse for it.
   */
  public boolean isWithinBounds() {
    return entries.size() <= MAX_ENTRIES
        && entries.values().stream().mapToInt(String::length).sum() <= MAX_BYTES;
  }

  /**
   * The same with this name, unless it is empty, and the basic flag set; one that says "basic" is
   * never unset.
   */
  public MemberMetadata with(String name, boolean basic) {
    SortedMap<Integer, String> merged = new TreeMap<>(entries);
    if (!name.isEmpty()) {
      merged.put(NAME, new String(name.getBytes(UTF_8), ISO_8859_1));
    }
    if (basic) {
      merged.put(BASIC, "\1");
    } else {
      merged.putIfAbsent(BASIC, "\0");
    }
    return new MemberMetadata(merged);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MemberMetadata metadata && Arrays.equals(payload, metadata.payload);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(payload);
  }

  @Override
  public String toString() {
    return "MemberMetadata[entries=" + entries + "]";
  }
}
