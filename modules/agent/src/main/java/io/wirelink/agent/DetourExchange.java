package io.wirelink.agent;

import io.wirelink.device.Cidr;
import io.wirelink.device.PublicKey;
import io.wirelink.gossip.Allowance;
import io.wirelink.gossip.PathMessage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is said about members that lost one of several routers (docs/protocol.md, "Several ways to
 * one network"): a leaf tells the router that it goes by now, and that one tells all who may still
 * go by the other.
 */
final class DetourExchange {

  /** Sends a message to a peer. */
  interface Sending {
    void send(Peer peer, PathMessage message, long nowNanos);
  }

  private final Mesh mesh;
  private final Sending sending;

  /** The routers that this host goes by, or has just ceased to, since another does not answer. */
  private final Map<PublicKey, Announcement> told = new HashMap<>();

  /** As a router: the members that go by this host, or have just ceased to. */
  private final Map<PublicKey, Member> members = new HashMap<>();

  private final Allowance announcements =
      new Allowance(Timing.DETOURS_AT_ONCE, Timing.DETOUR_INTERVAL_NANOS);

  DetourExchange(Mesh mesh, Sending sending) {
    this.mesh = mesh;
    this.sending = sending;
  }

  /** A member that goes by this host, or did so lately: how often it begins to is limited. */
  private static final class Member {

    private final Announcement said;
    private final Set<PublicKey> unheard = new LinkedHashSet<>();
    private final Allowance begins = new Allowance(Timing.DETOUR_BEGINS, Timing.DETOUR_BEGIN_NANOS);
    private long untilNanos;

    private Member(Collection<PublicKey> others, long nowNanos) {
      said = new Announcement(Timing.DETOUR_TELLINGS, nowNanos);
      unheard.addAll(others);
      begins.take(nowNanos);
    }

    private void begin(boolean begins, Collection<PublicKey> others, long nowNanos) {
      said.begin(begins, nowNanos);
      unheard.addAll(others);
    }

    private void heard(PublicKey by, boolean what) {
      if (what == said.isOn() && unheard.remove(by) && unheard.isEmpty()) {
        said.heard();
      }
    }

    private boolean isForgotten(long nowNanos) {
      return said.isDone()
          && nowNanos - Timing.DETOUR_BEGINS * Timing.DETOUR_BEGIN_NANOS >= untilNanos;
    }
  }

  /**
   * Takes in that a leaf goes by this host, or does so no more; or as a leaf, that the router has
   * heard it.
   */
  void receive(Peer from, PathMessage.Detour detour, long nowNanos) {
    if (mesh.isSelfRouter() && !mesh.isRouter(from.key())) {
      // Who is not believed this time goes on to say it.
      if (goesBy(from, detour, nowNanos) && from.allowances().echoes().take(nowNanos)) {
        sending.send(from, detour, nowNanos);
      }
      return;
    }
    Announcement said = told.get(from.key());
    if (said != null && said.isOn() == detour.begins()) {
      said.heard();
    }
  }

  /** Whether that is noted, or nobody has to be told of it; else it may be said too often. */
  private boolean goesBy(Peer from, PathMessage.Detour detour, long nowNanos) {
    Member member = members.get(from.key());
    boolean early = mesh.isBeingRetold(nowNanos);
    boolean mayBegin = detour.begins() && mesh.routers().mayBeBeside(from, early) && !isFull();
    if (member == null) {
      if (!mayBegin) {
        return true;
      }
      member = new Member(listeners(true), nowNanos);
      members.put(from.key(), member);
    } else if (member.said.isOn() != detour.begins()) {
      // An end is always believed, and there are no more ends than beginnings.
      if (detour.begins() && !mayBegin) {
        return true;
      }
      if (detour.begins() && !member.begins.take(nowNanos)) {
        return false;
      }
      member.begin(detour.begins(), listeners(detour.begins()), nowNanos);
      if (!detour.begins()) {
        // As long as it went by this host it was not told who else does.
        for (Member other : members.values()) {
          if (other.said.isOn()) {
            other.unheard.add(from.key());
            other.said.again(nowNanos);
          }
        }
      }
    }
    member.untilNanos = nowNanos + Timing.DETOUR_NANOS;
    return true;
  }

  /** Who is told of members that go by this host: all but those that do so themselves. */
  private List<PublicKey> listeners(boolean begins) {
    return mesh.peers().stream()
        .filter(peer -> peer.understands(PathMessage.PASSING) && !mesh.isRouter(peer.key()))
        .map(Peer::key)
        .filter(key -> !(begins && isOn(key)))
        .toList();
  }

  /**
   * Takes in the word of a router on members that are reached by it, and sends it back; or as the
   * router that said it, that it was heard.
   */
  void receive(Peer from, PathMessage.Reaches reaches, long nowNanos) {
    if (!Collections.disjoint(members.keySet(), reaches.members())) {
      for (PublicKey key : reaches.members()) {
        Member member = members.get(key);
        if (member != null) {
          member.heard(from.key(), reaches.begins());
        }
      }
    } else if (mesh.routers().leads(from)) {
      mesh.detours().said(from.key(), reaches.begins(), reaches.members(), nowNanos);
      if (from.allowances().echoes().take(nowNanos)) {
        sending.send(from, reaches, nowNanos);
      }
    }
  }

  /** Looks whether this host goes by the router because another does not answer. */
  void consider(Peer router, long nowNanos) {
    boolean goes = goesBy(router);
    Announcement said = told.get(router.key());
    if (said == null && goes) {
      told.put(router.key(), new Announcement(Timing.DETOUR_UNHEARD_TELLINGS, nowNanos));
    } else if (said != null && said.isOn() != goes) {
      said.begin(goes, nowNanos);
    }
    if (told.isEmpty()) {
      mesh.detours().setOwn(null);
      return;
    }
    mesh.detours()
        .setOwn(
            told.entrySet().stream()
                .filter(each -> each.getValue().isOn())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null));
  }

  /** Whether others may send to this host by another router than it sends to them. */
  private boolean goesBy(Peer router) {
    return !mesh.isSelfRouter()
        && router.state() != null
        && router.isHealthy()
        && router.understands(PathMessage.PASSING)
        && router.state().allowedIps().stream()
            .filter(cidr -> !cidr.address().isLinkLocal() && mesh.networks().isTunnelIn(cidr))
            .anyMatch(cidr -> isMissedBy(router, cidr));
  }

  /** Whether another router that leads to the network does not answer this host. */
  private boolean isMissedBy(Peer router, Cidr cidr) {
    return mesh.peerNetworks().having(cidr).stream()
        .filter(other -> other != router && mesh.routers().leads(other))
        .filter(other -> mesh.peerNetworks().networksOf(other).contains(cidr))
        .anyMatch(other -> !other.pathState().isFit());
  }

  /** Says what is due. */
  void tick(long nowNanos) {
    told.forEach(
        (key, said) -> {
          Peer router = mesh.peer(key);
          if (said.isDue(nowNanos)) {
            said.renew(nowNanos);
            said.said(nowNanos);
            if (router != null) {
              sending.send(router, new PathMessage.Detour(said.isOn()), nowNanos);
            }
          }
        });
    told.entrySet().removeIf(each -> each.getValue().isDone() || mesh.peer(each.getKey()) == null);
    announce(nowNanos);
  }

  private void announce(long nowNanos) {
    for (Member member : members.values()) {
      if (member.said.isOn() && member.untilNanos <= nowNanos) {
        member.begin(false, listeners(false), nowNanos);
      }
    }
    if (nextAnnouncementNanos() <= nowNanos && announcements.take(nowNanos)) {
      announce(true, nowNanos);
      announce(false, nowNanos);
    }
    members.values().removeIf(member -> member.isForgotten(nowNanos));
  }

  private void announce(boolean begins, long nowNanos) {
    Map<PublicKey, List<PublicKey>> membersFor = new LinkedHashMap<>();
    members.forEach(
        (key, member) -> {
          Announcement said = member.said;
          if (said.isOn() == begins && said.isDue(nowNanos)) {
            if (said.renew(nowNanos)) {
              member.unheard.addAll(listeners(true));
            }
            member.unheard.removeIf(each -> mesh.peer(each) == null || (begins && isOn(each)));
            said.said(nowNanos);
            if (member.unheard.isEmpty()) {
              said.heard();
            }
            member.unheard.forEach(
                each -> membersFor.computeIfAbsent(each, _ -> new ArrayList<>()).add(key));
          }
        });
    membersFor.forEach((recipient, keys) -> tell(recipient, begins, keys, nowNanos));
  }

  private void tell(PublicKey recipient, boolean begins, List<PublicKey> keys, long nowNanos) {
    Peer peer = mesh.peer(recipient);
    if (peer == null || !peer.isHealthy()) {
      return;
    }
    for (int from = 0; from < keys.size(); from += PathMessage.MAX_MEMBERS) {
      int to = Math.min(keys.size(), from + PathMessage.MAX_MEMBERS);
      sending.send(peer, new PathMessage.Reaches(begins, keys.subList(from, to)), nowNanos);
    }
  }

  private boolean isFull() {
    return members.keySet().stream().filter(this::isOn).count() >= Detours.MAX_MEMBERS;
  }

  private boolean isOn(PublicKey key) {
    Member member = members.get(key);
    return member != null && member.said.isOn();
  }

  /** When {@link #tick} must be called; {@link Long#MAX_VALUE} if there is no need. */
  long deadlineNanos() {
    long next = nextAnnouncementNanos();
    for (Announcement said : told.values()) {
      next = Math.min(next, said.nextNanos());
    }
    for (Member member : members.values()) {
      next = Math.min(next, member.said.isOn() ? member.untilNanos : Long.MAX_VALUE);
    }
    return next;
  }

  private long nextAnnouncementNanos() {
    long next = Long.MAX_VALUE;
    for (Member member : members.values()) {
      next = Math.min(next, member.said.nextNanos());
    }
    return Math.max(next, announcements.readyNanos());
  }
}
