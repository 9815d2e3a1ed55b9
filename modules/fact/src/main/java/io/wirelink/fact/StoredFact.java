package io.wirelink.fact;

import org.jspecify.annotations.Nullable;

/**
 * A fact that is believed, with who says it and until when. It changes as the store does and is
 * read on the store's own thread only.
 */
public final class StoredFact {

  /** How far the host trusts its own memory: less than any peer. */
  static final int MEMORY_RANK = Integer.MIN_VALUE;

  private final int id;
  private final Fact fact;
  private final long localTtlNanos;
  private boolean local;
  private Source.@Nullable Peer peer;
  private int rank;
  private long peerExpiresNanos = Long.MIN_VALUE;
  private boolean remembered;
  private long rememberedUntilNanos;

  /** When the store has planned to look whether the fact expired; one plan per fact at a time. */
  private long plannedNanos;

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
   * Who says it: this host, if it does at all, else the peer whose word lasts longest; this host's
   * memory, if nobody does.
   */
  public Source source() {
    if (remembered) {
      return Source.MEMORY;
    }
    return local || peer == null ? Source.LOCAL : peer;
  }

  /** Until when it may be believed. What this host itself says is always as good as new. */
  public long expiresNanos(long nowNanos) {
    if (remembered) {
      return rememberedUntilNanos;
    }
    long ours = nowNanos + localTtlNanos;
    return local ? (peer == null ? ours : Math.max(ours, peerExpiresNanos)) : peerExpiresNanos;
  }

  boolean isLocal() {
    return local;
  }

  void setLocal(boolean value) {
    local = value;
  }

  /** The peer whose word lasts longest; null if none says it. */
  public Source.@Nullable Peer peer() {
    return peer;
  }

  int rank() {
    return remembered ? MEMORY_RANK : rank;
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

  /** Until when that peer's word lasts; {@link Long#MIN_VALUE} if there is none. */
  public long peerExpiresNanos() {
    return peerExpiresNanos;
  }

  void setPeer(Source.@Nullable Peer newPeer, int newRank, long expiresNanos) {
    peer = newPeer;
    rank = newRank;
    peerExpiresNanos = expiresNanos;
  }

  long plannedNanos() {
    return plannedNanos;
  }

  void setPlannedNanos(long nanos) {
    plannedNanos = nanos;
  }
}
