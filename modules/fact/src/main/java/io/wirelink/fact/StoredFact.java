package io.wirelink.fact;

import org.jspecify.annotations.Nullable;

/**
 * A fact that is believed, with who says it and until when. It changes as the store does and is
 * read on the store's own thread only.
 */
public final class StoredFact {

  private final int id;
  private final Fact fact;
  private final long localTtlNanos;
  private boolean local;

  private Words words = Words.NONE;
  private boolean remembered;
  private long rememberedUntilNanos;

  /** When the store has planned to look whether the fact expired; never if it has not. */
  private long plannedNanos = Long.MAX_VALUE;

  StoredFact(int id, Fact fact, long localTtlNanos) {
    this.id = id;
    this.fact = fact;
    this.localTtlNanos = localTtlNanos;
  }

  /**
   * A small number that no other fact of the store has as long as this one is in it; afterwards it
   * is used again.
   */
  public int id() {
    return id;
  }

  /** What is said. */
  public Fact fact() {
    return fact;
  }

  /**
   * Who says it: this host, if it does at all, else the peer of the highest standing, and of those
   * the one whose word lasts longest; this host's memory, if nobody does.
   */
  public Source source() {
    if (remembered) {
      return Source.MEMORY;
    }
    Word speaker = words.speaker();
    return local || speaker == null ? Source.LOCAL : speaker.by();
  }

  /** Until when it may be believed. What this host itself says is always as good as new. */
  public long expiresNanos(long nowNanos) {
    if (remembered) {
      return rememberedUntilNanos;
    }
    long ours = nowNanos + localTtlNanos;
    return local ? Math.max(ours, peerExpiresNanos()) : peerExpiresNanos();
  }

  boolean isLocal() {
    return local;
  }

  void setLocal(boolean value) {
    local = value;
  }

  /** The peer that speaks for it; null if none says it. */
  public Source.@Nullable Peer peer() {
    Word speaker = words.speaker();
    return speaker == null ? null : speaker.by();
  }

  /** In what capacity that peer speaks; null if none says it. */
  public @Nullable Standing standing() {
    Word speaker = words.speaker();
    return speaker == null ? null : speaker.standing();
  }

  /** Whether members who are trusted no further than with endpoints are all who say it. */
  public boolean isHearsay() {
    return !local && standing() == Standing.HEARSAY;
  }

  /** Whether this host says it, or somebody of a higher standing than that. */
  boolean isBetterThanHearsay() {
    return local || (words.speaker() != null && standing() != Standing.HEARSAY);
  }

  /** Whether this host knew it before its start, and nobody has said it since. */
  public boolean isRemembered() {
    return remembered;
  }

  void setRemembered(long untilNanos) {
    remembered = true;
    rememberedUntilNanos = untilNanos;
  }

  void endMemory() {
    remembered = false;
  }

  /** Until when peers' word for it lasts; {@link Long#MIN_VALUE} if there is none. */
  public long peerExpiresNanos() {
    return words.expiresNanos();
  }

  Words words() {
    return words;
  }

  void setWords(Words newWords) {
    words = newWords;
  }

  long plannedNanos() {
    return plannedNanos;
  }

  void setPlannedNanos(long nanos) {
    plannedNanos = nanos;
  }
}
