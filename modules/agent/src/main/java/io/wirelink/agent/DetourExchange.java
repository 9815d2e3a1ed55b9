package io.wirelink.agent;

import io.wirelink.device.Cidr;
import io.wirelink.device.PublicKey;
import io.wirelink.gossip.Allowance;
import io.wirelink.gossip.PathMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
  private final Map<PublicKey, Said> told = new HashMap<>();

  /** As a router: the members that go by this host, or have just ceased to. */
  private final Map<PublicKey, Member> members = new HashMap<>();

  private final Allowance announcements =
      new Allowance(Timing.DETOURS_AT_ONCE, Timing.DETOUR_INTERVAL_NANOS);

  DetourExchange(Mesh mesh, Sending sending) {
    this.mesh = mesh;
    this.sending = sending;
  }

  /** Something that is said several times at once, and then repeated as long as it is so. */
  private static final class Said {

    private final int tellings;
    private boolean on;
    private int times;
    private long nextNanos;

    private Said(int tellings, long nowNanos) {
      this.tellings = tellings;
      begin(true, nowNanos);
    }

    private void begin(boolean now, long nowNanos) {
      on = now;
      times = 0;
      nextNanos = nowNanos;
    }

    private boolean isDue(long nowNanos) {
      return nextNanos <= nowNanos;
    }

    private void said(long nowNanos) {
      times++;
      if (isDone()) {
        nextNanos = Long.MAX_VALUE;
      } else if (times < tellings) {
        nextNanos = nowNanos + Timing.DETOUR_AGAIN_NANOS;
      } else {
        nextNanos = nowNanos + Timing.DETOUR_REFRESH_NANOS;
      }
    }

    /** Takes in that it was heard, so that it need not be said again at once. */
    private void heard(boolean what, long nowNanos) {
      if (what == on && times > 0 && times < tellings) {
        times = tellings - 1;
        said(nowNanos);
      }
    }

    /** Whether it was said that it is over as often as it is said. */
    private boolean isDone() {
      return !on && times >= tellings;
    }
  }

  /** A member that goes by this host, or did so lately: how often it begins to is limited. */
  private static final class Member {

    private final Said said;
    private final Allowance begins = new Allowance(Timing.DETOUR_BEGINS, Timing.DETOUR_BEGIN_NANOS);
    private long untilNanos;

    private Member(long nowNanos) {
      said = new Said(Timing.DETOUR_TELLINGS, nowNanos);
      begins.take(nowNanos);
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
      goesBy(from, detour, nowNanos);
      if (from.allowances().echoes().take(nowNanos)) {
        sending.send(from, detour, nowNanos);
      }
      return;
    }
    Said said = told.get(from.key());
    if (said != null) {
      said.heard(detour.begins(), nowNanos);
    }
  }

  private void goesBy(Peer from, PathMessage.Detour detour, long nowNanos) {
    Member member = members.get(from.key());
    if (member == null) {
      if (!detour.begins() || isFull()) {
        return;
      }
      member = new Member(nowNanos);
      members.put(from.key(), member);
    } else if (member.said.on != detour.begins()) {
      // An end is always believed, and there are no more ends than beginnings.
      if (detour.begins() && (isFull() || !member.begins.take(nowNanos))) {
        return;
      }
      member.said.begin(detour.begins(), nowNanos);
      if (!detour.begins()) {
        // As long as it went by this host it was not told who else does.
        List<PublicKey> others = members.keySet().stream().filter(this::isOn).toList();
        tell(others, true, List.of(from), nowNanos);
      }
    }
    member.untilNanos = nowNanos + Timing.DETOUR_NANOS;
  }

  /** Takes in the word of a router on members that are reached by it. */
  void receive(Peer from, PathMessage.Reaches reaches, long nowNanos) {
    if (mesh.routers().leads(from)) {
      mesh.detours().said(from.key(), reaches.begins(), reaches.members(), nowNanos);
    }
  }

  /** Looks whether this host goes by the router because another does not answer. */
  void consider(Peer router, long nowNanos) {
    boolean goes = goesBy(router);
    Said said = told.get(router.key());
    if (said == null && goes) {
      told.put(router.key(), new Said(Timing.DETOUR_UNHEARD_TELLINGS, nowNanos));
    } else if (said != null && said.on != goes) {
      said.begin(goes, nowNanos);
    }
    mesh.detours()
        .setOwn(
            told.entrySet().stream()
                .filter(each -> each.getValue().on)
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
            said.said(nowNanos);
            if (router != null) {
              sending.send(router, new PathMessage.Detour(said.on), nowNanos);
            }
          }
        });
    told.entrySet().removeIf(each -> each.getValue().isDone() || mesh.peer(each.getKey()) == null);
    announce(nowNanos);
  }

  private void announce(long nowNanos) {
    for (Member member : members.values()) {
      if (member.said.on && member.untilNanos <= nowNanos) {
        member.said.begin(false, nowNanos);
      }
    }
    if (nextAnnouncementNanos() <= nowNanos && announcements.take(nowNanos)) {
      announce(true, nowNanos);
      announce(false, nowNanos);
    }
    members.values().removeIf(member -> member.isForgotten(nowNanos));
  }

  private void announce(boolean begins, long nowNanos) {
    List<PublicKey> due = new ArrayList<>();
    members.forEach(
        (key, member) -> {
          if (member.said.on == begins && member.said.isDue(nowNanos)) {
            member.said.said(nowNanos);
            due.add(key);
          }
        });
    // Who goes by this host itself has no need to be told who else does.
    List<Peer> recipients =
        mesh.peers().stream()
            .filter(peer -> peer.isHealthy() && peer.understands(PathMessage.PASSING))
            .filter(peer -> !mesh.isRouter(peer.key()) && !(begins && isOn(peer.key())))
            .toList();
    tell(due, begins, recipients, nowNanos);
  }

  private void tell(List<PublicKey> keys, boolean begins, List<Peer> recipients, long nowNanos) {
    for (int from = 0; from < keys.size(); from += PathMessage.MAX_MEMBERS) {
      int to = Math.min(keys.size(), from + PathMessage.MAX_MEMBERS);
      PathMessage message = new PathMessage.Reaches(begins, keys.subList(from, to));
      recipients.forEach(peer -> sending.send(peer, message, nowNanos));
    }
  }

  private boolean isFull() {
    return members.keySet().stream().filter(this::isOn).count() >= Detours.MAX_MEMBERS;
  }

  private boolean isOn(PublicKey key) {
    Member member = members.get(key);
    return member != null && member.said.on;
  }

  /** When {@link #tick} must be called; {@link Long#MAX_VALUE} if there is no need. */
  long deadlineNanos() {
    long next = nextAnnouncementNanos();
    for (Said said : told.values()) {
      next = Math.min(next, said.nextNanos);
    }
    for (Member member : members.values()) {
      next = Math.min(next, member.said.on ? member.untilNanos : Long.MAX_VALUE);
    }
    return next;
  }

  private long nextAnnouncementNanos() {
    long next = Long.MAX_VALUE;
    for (Member member : members.values()) {
      next = Math.min(next, member.said.nextNanos);
    }
    return Math.max(next, announcements.readyNanos());
  }
}
