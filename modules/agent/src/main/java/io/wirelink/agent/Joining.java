package io.wirelink.agent;

import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceState;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PeerChange;
import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import io.wirelink.gossip.Sealer;
import io.wirelink.invitation.Invitation;
import io.wirelink.invitation.InvitationLine;
import io.wirelink.invitation.InvitationRefusedException;
import io.wirelink.invitation.Invitations;
import io.wirelink.invitation.JoinMessage;
import java.security.InvalidKeyException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets in whom the operator of a router has invited (docs/protocol.md, "Joining").
 *
 * <p>A one-time key is a peer of the device and of nothing else: it is told nothing, and nothing
 * but a request is taken from it. Who has joined is an ordinary peer from then on, as soon as that
 * is kept for the next start.
 */
public final class Joining {

  private static final Logger log = LoggerFactory.getLogger(Joining.class);

  private final Mesh mesh;
  private final AgentClock clock;
  private final Sealer sealer;
  private final RandomGenerator random;
  private final Nats nats;
  private final Invitations invitations = new Invitations();
  private final InvitedPeers peers = new InvitedPeers(invitations);
  private final NewcomerPlace place;
  private final JoinRequests requests;

  /** Who is let in as soon as it is kept, by its one-time key, with the revision that says so. */
  private final Map<PublicKey, Long> unkept = new HashMap<>();

  /** What is to be sent as soon as the device is as it has to be. */
  private final List<Action> answers = new ArrayList<>();

  private long used;
  private long refused;
  private long keptRevision;
  private long askedRevision;
  private long nextTryNanos = Long.MIN_VALUE;

  /** Whether anything has happened since it was looked at who is to be on the device. */
  private boolean stirred = true;

  private long nextLookNanos = Long.MIN_VALUE;
  private long knownRevision = Long.MIN_VALUE;

  Joining(
      Mesh mesh,
      AgentClock clock,
      Sealer sealer,
      RandomGenerator random,
      Nats nats,
      Rejections rejections) {
    this.mesh = mesh;
    this.clock = clock;
    this.sealer = sealer;
    this.random = random;
    this.nats = nats;
    this.requests = new JoinRequests(mesh, clock, sealer, rejections);
    this.place = new NewcomerPlace(mesh, invitations);
  }

  /** Takes in what was kept when the agent ran before; to be called before its first step. */
  public void restore(List<Invitation> kept) {
    invitations.restore(kept);
  }

  /** All invitations, the oldest first. */
  public List<Invitation> all() {
    return invitations.all();
  }

  /** What became of them. */
  InvitationCounts counts() {
    int open = (int) invitations.all().stream().filter(each -> each.joined() == null).count();
    return new InvitationCounts(open, used, peers.expired(), refused);
  }

  /**
   * Invites somebody. The line is all that the newcomer needs, and exists nowhere but in what is
   * returned.
   *
   * @throws InvitationRefusedException if this host is no router, or nobody can be invited so
   */
  public InvitationLine invite(InvitationWish wish) throws InvitationRefusedException {
    PrivateKey oneTimeKey = PrivateKey.generate(random);
    Instant expires = clock.wall().plus(wish.lasts());
    var seen = nats.sightings().at(clock.nowNanos());
    InvitationLine line = place.line(wish, oneTimeKey, expires, seen);
    PublicKey half = oneTimeKey.publicKey();
    invitations.open(
        new Invitation(half, line.name(), line.addresses(), line.expires(), null, wish.save()),
        clock.wall());
    stirred = true;
    log.info("{} is invited until {}, as told", wish.name(), line.expires());
    return line;
  }

  /**
   * Takes an invitation back. Who came by it belongs to the mesh no more.
   *
   * @return the invitation; empty if there is none of that name
   */
  public Optional<Invitation> takeBack(String name) {
    Optional<Invitation> found = invitations.named(name);
    found.ifPresent(peers::takeBack);
    stirred = true;
    return found;
  }

  /** Gives up the place of who came by an invitation and was removed from the mesh. */
  void leave(PublicKey key) {
    invitations.joinedBy(key).ifPresent(peers::takeBack);
    stirred = true;
  }

  /** Of what was routed to somebody who comes back, that which nobody else has by now. */
  Set<Cidr> stillFree(PublicKey key, Set<Cidr> networks) {
    return place.stillFree(key, networks);
  }

  /** Keeps the place of who came by an invitation for the key that it has now. */
  void succeed(PublicKey from, PublicKey to) {
    stirred |= invitations.succeed(from, to);
  }

  /** Takes in a reading of the device, and gives the rest of the agent what is for it. */
  DeviceState read(DeviceState state) {
    stirred = true;
    return peers.read(state);
  }

  /** Takes note of whether invitations are kept for the next start as they were at a revision. */
  void kept(long revision, boolean success) {
    stirred = true;
    if (success) {
      keptRevision = Math.max(keptRevision, revision);
    } else {
      askedRevision = keptRevision;
      nextTryNanos = clock.nowNanos() + Timing.HOUSEKEEPING_NANOS;
    }
  }

  /**
   * Takes in a packet from the address of a one-time key.
   *
   * @return whether it was one
   */
  boolean receive(IpAddress source, byte[] packet) {
    if (!requests.areFrom(source)) {
      return false;
    }
    requests.in(source, packet).ifPresent(each -> asked(each.oneTimeKey(), each.key()));
    return true;
  }

  private void asked(PublicKey oneTimeKey, PublicKey key) {
    stirred = true;
    Optional<Invitation> before = invitations.of(oneTimeKey);
    boolean open = before.isPresent() && peers.isOpen(before.get(), clock.wall());
    JoinMessage.Verdict verdict =
        !open
            ? JoinMessage.Verdict.OVER
            : !isUsable(key)
                ? JoinMessage.Verdict.UNUSABLE_KEY
                : invitations.join(
                    oneTimeKey, key, mesh::isKnown, place.free(Set.of(oneTimeKey)), clock.wall());
    if (verdict != JoinMessage.Verdict.WELCOME) {
      refused++;
      answer(oneTimeKey, new JoinMessage.Answer(key, verdict));
      return;
    }
    if (before.isPresent() && before.get().joined() == null) {
      used++;
      unkept.put(oneTimeKey, invitations.revision());
      log.info("{} comes by its invitation, as {}", before.get().name(), key);
    } else if (!unkept.containsKey(oneTimeKey)) {
      welcome(oneTimeKey);
    }
  }

  /**
   * Whether anything can be agreed upon with the holder of a key. X25519 ignores the highest bit,
   * so that a key that has it set is another name of somebody else's (RFC 7748, 5); and nobody gets
   * the address by which another is known.
   */
  private boolean isUsable(PublicKey key) {
    try {
      Peer other = mesh.devicePeerAt(key.linkLocalAddress());
      return (other == null || other.key().equals(key))
          && !mesh.removedKeys().contains(key)
          && key.bytes()[PublicKey.LENGTH - 1] >= 0
          && sealer.seal(key, new byte[0]).length > 0;
    } catch (InvalidKeyException e) {
      return false;
    }
  }

  private void welcome(PublicKey oneTimeKey) {
    Invitation of = invitations.of(oneTimeKey).orElse(null);
    if (of != null && of.joined() != null) {
      var welcome = JoinMessage.Verdict.WELCOME;
      answer(
          oneTimeKey,
          new JoinMessage.Answer(of.joined().key(), welcome, of.addresses(), place.routes()));
    }
  }

  private void answer(PublicKey oneTimeKey, JoinMessage.Answer answer) {
    try {
      byte[] packet = sealer.seal(oneTimeKey, answer.inner());
      answers.add(new Action.Send(oneTimeKey, oneTimeKey.linkLocalAddress(), packet));
    } catch (InvalidKeyException e) {
      throw new AssertionError("a key that was made here can be agreed with", e);
    }
  }

  /** What is to be done now; changes of the device come before what says that they are made. */
  List<Action> due() {
    if (mesh.device() == null || (!stirred && clock.nowNanos() < nextLookNanos)) {
      return List.of();
    }
    stirred = false;
    nextLookNanos = clock.nowNanos() + Timing.HOUSEKEEPING_NANOS;
    List<Action> actions = new ArrayList<>();
    unkept
        .entrySet()
        .removeIf(
            each -> {
              boolean kept = each.getValue() <= keptRevision;
              if (kept) {
                welcome(each.getKey());
              }
              return kept;
            });
    List<PeerChange> changes =
        peers.due(each -> !unkept.containsKey(each.oneTimeKey()), clock.wall());
    noteNames();
    changes.forEach(change -> actions.add(new Action.Configure(change)));
    actions.addAll(answers);
    answers.clear();
    if (invitations.revision() > askedRevision && clock.nowNanos() >= nextTryNanos) {
      askedRevision = invitations.revision();
      actions.add(new Action.KeepInvitations(askedRevision, invitations.all()));
    }
    if (!changes.isEmpty()) {
      actions.add(new Action.ReadDevice());
    }
    return actions;
  }

  private void noteNames() {
    if (knownRevision == invitations.revision()) {
      return;
    }
    knownRevision = invitations.revision();
    Set<PublicKey> oneTimeKeys = new HashSet<>();
    Map<PublicKey, String> names = new HashMap<>();
    for (Invitation each : invitations.all()) {
      oneTimeKeys.add(each.oneTimeKey());
      if (each.joined() != null) {
        names.put(each.joined().key(), each.name());
      }
    }
    requests.expect(oneTimeKeys);
    unkept.keySet().retainAll(oneTimeKeys);
    mesh.setInvitedNames(names);
  }
}
