package io.wirelink.invitation;

import io.wirelink.device.Cidr;
import io.wirelink.device.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * All invitations of a router: those that are open, and those by which somebody came, who is a
 * member for their sake. Times are those of the wall clock, since a reboot is survived.
 */
public final class Invitations {

  /** How many somebody may come by at a time: more than an operator can look after. */
  public static final int MAX_OPEN = 256;

  /** How many there may be, members among them: several times what a mesh is made for. */
  public static final int MAX_ALL = 4096;

  /** For how long an invitation may be open: what is not used within a month is forgotten. */
  public static final Duration MAX_OPEN_FOR = Duration.ofDays(31);

  private final Map<PublicKey, Invitation> all = new LinkedHashMap<>();
  private long revision;

  /** None. */
  public Invitations() {}

  /** Takes in what was kept, up to the bounds, in place of all that there is. */
  public void restore(List<Invitation> kept) {
    all.clear();
    kept.stream().limit(MAX_ALL).forEach(each -> all.put(each.oneTimeKey(), each));
  }

  /** All of them, the oldest first. */
  public List<Invitation> all() {
    return List.copyOf(all.values());
  }

  /** Rises with every change. */
  public long revision() {
    return revision;
  }

  /** That of a one-time key. */
  public Optional<Invitation> of(PublicKey oneTimeKey) {
    return Optional.ofNullable(all.get(oneTimeKey));
  }

  /** That of a name. */
  public Optional<Invitation> named(String name) {
    return all.values().stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /** Who came by any of them. */
  public Optional<Invitation> joinedBy(PublicKey key) {
    return all.values().stream()
        .filter(each -> each.joined() != null && each.joined().key().equals(key))
        .findFirst();
  }

  /** Has who came by one under another key, and says whether somebody did. */
  public boolean succeed(PublicKey from, PublicKey to) {
    Optional<Invitation> found = joinedBy(from);
    found.ifPresent(each -> put(each.succeeded(to)));
    return found.isPresent();
  }

  /**
   * The addresses that are promised or given.
   *
   * @param butOf the one-time keys, or keys of who came, whose own do not count
   */
  public Collection<Cidr> addresses(Set<PublicKey> butOf) {
    return all.values().stream()
        .filter(each -> !butOf.contains(each.oneTimeKey()))
        .filter(each -> each.joined() == null || !butOf.contains(each.joined().key()))
        .flatMap(each -> each.routes().stream())
        .toList();
  }

  /**
   * Invites somebody.
   *
   * @throws InvitationRefusedException if there is one of the same name, as DNS compares them, or
   *     there are too many
   */
  public void open(Invitation invitation, Instant now) throws InvitationRefusedException {
    if (all.values().stream().anyMatch(each -> each.name().equalsIgnoreCase(invitation.name()))) {
      throw new InvitationRefusedException(
          "there is an invitation of this name already: take it back first, or choose another"
              + " name");
    }
    long open = all.values().stream().filter(each -> each.joined() == null).count();
    if (open >= MAX_OPEN || all.size() >= MAX_ALL) {
      throw new InvitationRefusedException("there are too many invitations");
    }
    if (!invitation.expires().isAfter(now)
        || invitation.expires().isAfter(now.plus(MAX_OPEN_FOR))) {
      throw new InvitationRefusedException(
          "an invitation lasts for more than nothing and at most " + MAX_OPEN_FOR.toDays() + " d");
    }
    put(invitation);
  }

  private void put(Invitation invitation) {
    all.put(invitation.oneTimeKey(), invitation);
    revision++;
  }

  /** Forgets one, whether somebody came by it or not. */
  public void drop(PublicKey oneTimeKey) {
    if (all.remove(oneTimeKey) != null) {
      revision++;
    }
  }

  /** Those by which nobody came in time. */
  public List<Invitation> expired(Instant now) {
    List<Invitation> expired = new ArrayList<>();
    for (Invitation each : all.values()) {
      if (each.joined() == null && !each.isAnswered(now)) {
        expired.add(each);
      }
    }
    return expired;
  }

  /**
   * Lets somebody in, or does not. The same key is always answered alike.
   *
   * @param oneTimeKey under which it asks
   * @param key the key that it has made for itself
   * @param isKnown whether a key is that of somebody else
   * @param free what addresses are free for this invitation: in case that another router gave its
   *     own away in the meantime, it gets others
   */
  public JoinMessage.Verdict join(
      PublicKey oneTimeKey,
      PublicKey key,
      Predicate<PublicKey> isKnown,
      FreeAddresses free,
      Instant now) {
    Invitation invitation = all.get(oneTimeKey);
    if (invitation == null || !invitation.isAnswered(now)) {
      return JoinMessage.Verdict.OVER;
    }
    if (invitation.joined() != null) {
      return invitation.joined().key().equals(key)
          ? JoinMessage.Verdict.WELCOME
          : JoinMessage.Verdict.USED;
    }
    if (all.containsKey(key) || joinedBy(key).isPresent() || isKnown.test(key)) {
      return JoinMessage.Verdict.UNUSABLE_KEY;
    }
    boolean fits = invitation.addresses().stream().allMatch(each -> free.isFree(each.address()));
    Optional<List<Cidr>> given = fits ? Optional.of(invitation.addresses()) : free.next();
    if (given.isEmpty()) {
      return JoinMessage.Verdict.OVER;
    }
    put(invitation.joinedBy(key, given.get(), now));
    return JoinMessage.Verdict.WELCOME;
  }
}
