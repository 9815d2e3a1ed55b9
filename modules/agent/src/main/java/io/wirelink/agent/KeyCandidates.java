package io.wirelink.agent;

import io.wirelink.device.PresharedKey;
import io.wirelink.device.PresharedKeyPrint;
import io.wirelink.device.PresharedKeyPrint.Kind;
import io.wirelink.device.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The preshared keys that the other side of a peer may have: the one that has worked, and the one
 * that is to be. What may not be any more is cleared.
 */
final class KeyCandidates {

  /**
   * A key that the other side may have.
   *
   * @param key the key; null of one that an agent which ran here before has set
   */
  record Candidate(PresharedKeyPrint print, @Nullable PresharedKey key) {

    static final Candidate NONE = new Candidate(PresharedKeyPrint.NONE, PresharedKey.NONE);

    private static Candidate copyOf(PresharedKey key) {
      return key.print().equals(PresharedKeyPrint.NONE)
          ? NONE
          : new Candidate(key.print(), key.copy());
    }

    private PresharedKey copy() {
      return key == null || isNone() ? PresharedKey.NONE : key.copy();
    }

    private boolean isNone() {
      return print.equals(PresharedKeyPrint.NONE);
    }

    private void clear() {
      if (key != null && !isNone()) {
        key.clear();
      }
    }
  }

  private Candidate current = Candidate.NONE;

  /** What the next handshake is to be made with; null if that is the same. */
  private @Nullable Candidate next;

  /** Whether that is on the disk, and so may be set. */
  private boolean nextKept;

  private PresharedKeyPrint shown = PresharedKeyPrint.NONE;

  /** What was to be kept when that was asked for last. */
  private Kept asked = Kept.NOTHING;

  /** By what it shows whether something else is to be kept. */
  private record Kept(PresharedKeyPrint worked, @Nullable PresharedKeyPrint next) {
    static final Kept NOTHING = new Kept(PresharedKeyPrint.NONE, null);
  }

  /** Takes in what was kept when the agent ran before. */
  void restore(KeptPresharedKey kept) {
    current = Candidate.copyOf(kept.worked());
    next = kept.next() == null ? null : Candidate.copyOf(kept.next());
    nextKept = true;
    asked = toKeep();
  }

  private Kept toKeep() {
    PresharedKeyPrint worked = current.key == null ? PresharedKeyPrint.NONE : current.print;
    Candidate latest = next;
    return new Kept(worked, latest == null || latest.key == null ? null : latest.print);
  }

  /** Whether something else is to be kept than when that was asked for last. */
  boolean isToKeep() {
    return !asked.equals(toKeep());
  }

  /** Whether something is kept, or about to be. */
  boolean isKept() {
    return !asked.equals(Kept.NOTHING);
  }

  /**
   * What is to be kept, in copies; empty if there is no key.
   *
   * @param since when the latest was introduced
   */
  Optional<KeptPresharedKey> keep(PublicKey peer, Instant since) {
    asked = toKeep();
    Candidate latest = next;
    boolean any = !asked.worked.equals(PresharedKeyPrint.NONE) || isKey(asked.next);
    PresharedKey then = latest == null || latest.key == null ? null : latest.copy();
    return any
        ? Optional.of(new KeptPresharedKey(peer, current.copy(), then, since))
        : Optional.empty();
  }

  private static boolean isKey(@Nullable PresharedKeyPrint print) {
    return print != null && !print.equals(PresharedKeyPrint.NONE);
  }

  /**
   * Takes note that what was to be kept when that was asked for last is on the disk.
   *
   * @return whether a key may be set for that
   */
  boolean kept() {
    boolean news = !nextKept && next != null && next.print.equals(asked.next);
    nextKept |= news;
    return news;
  }

  /**
   * Takes in what the device shows.
   *
   * @return whether that is something else than before
   */
  boolean show(PresharedKeyPrint print) {
    boolean changed = !print.equals(shown);
    shown = print;
    boolean own = print.equals(current.print) || (next != null && print.equals(next.print));
    if (changed && print.kind() != Kind.NONE && !own) {
      // Somebody has set it, or an agent that ran here before.
      forget();
      current = print.kind() == Kind.AGREED ? new Candidate(print, null) : Candidate.NONE;
    }
    return changed;
  }

  /**
   * Concludes from a new handshake which key works.
   *
   * @param sure whether it was made with what the device shows; else it may have begun before that
   *     was set, and the next one will show it
   */
  void shaken(boolean sure) {
    if (sure) {
      judge();
    } else {
      suppose();
    }
  }

  private void judge() {
    Candidate latest = next;
    if (latest != null && shown.equals(latest.print)) {
      current.clear();
      current = latest;
      next = null;
    } else if (shown.equals(current.print)) {
      if (latest != null) {
        latest.clear();
      }
      next = null;
    } else if (shown.equals(PresharedKeyPrint.NONE)) {
      forget();
    }
  }

  /** Goes on with what the device has, and keeps what it had before. */
  private void suppose() {
    Candidate latest = next;
    if (shown.equals((latest == null ? current : latest).print)) {
      return;
    }
    if (latest != null && shown.equals(current.print)) {
      next = current;
      nextKept = true;
      current = latest;
    } else if (shown.equals(PresharedKeyPrint.NONE)) {
      if (latest != null && current.isNone()) {
        current = latest;
      } else if (latest != null) {
        latest.clear();
      }
      next = Candidate.NONE;
    }
  }

  /** Forgets all. */
  void forget() {
    current.clear();
    current = Candidate.NONE;
    if (next != null) {
      next.clear();
    }
    next = null;
  }

  /** Takes a key that the next handshake is to be made with; it must be settled. */
  void introduce(PresharedKey key) {
    next = new Candidate(key.print(), key);
    nextKept = false;
  }

  /** Takes that back, if no handshake was made with it. */
  void withdraw() {
    if (next != null && !next.isNone()) {
      next.clear();
      next = null;
    }
  }

  /** Whether this is what is to be, and is set. */
  boolean isNextShown() {
    return next != null && shown.equals(next.print);
  }

  /** Lets the next handshake be made without a key. */
  void drop() {
    if (next != null && !next.isNone()) {
      boolean isSet = shown.equals(next.print);
      (isSet ? current : next).clear();
      current = isSet ? next : current;
      next = null;
    }
    if (!current.isNone()) {
      next = Candidate.NONE;
    }
  }

  /** Whether the other side may have any. */
  boolean isAny() {
    return !current.isNone() || (next != null && !next.isNone());
  }

  /** Whether no key is set that has yet to prove itself. */
  boolean isSettled() {
    return next == null;
  }

  /** Whether the one that has worked is of this agent's own making. */
  boolean isOwn() {
    return !current.isNone() && current.key != null;
  }

  /** Whether what is to be is a key that this agent knows, and is set. */
  boolean isOwnSet() {
    Candidate latest = next == null ? current : next;
    return kind() == Kind.AGREED && latest.key != null && shown.equals(latest.print);
  }

  /** Where the one that the device has comes from. */
  Kind kind() {
    return shown.kind();
  }

  /** Whether the device has this one. */
  boolean isShown(Candidate candidate) {
    return candidate.print.equals(shown);
  }

  /**
   * Those that the device can have now, the one that is to be first.
   *
   * @param over whether the session is over: what is only seen on the device ends with it, since it
   *     could not be set again
   */
  List<Candidate> choice(boolean over) {
    List<Candidate> choice = new ArrayList<>();
    if (next != null && nextKept) {
      choice.add(next);
    }
    choice.add(current);
    choice.removeIf(each -> each.isNone() || (each.key == null && (over || !isShown(each))));
    boolean noneFirst = next != null && next.isNone();
    choice.add(noneFirst ? 0 : choice.size(), Candidate.NONE);
    return choice;
  }

  /** The one that has worked, where that can be set; else none. */
  Candidate old() {
    return choice(false).contains(current) ? current : Candidate.NONE;
  }
}
