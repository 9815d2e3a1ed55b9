package io.wirelink.agent;

import io.wirelink.device.Cidr;
import io.wirelink.device.PublicKey;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which members are reached by which router and by no other, as the routers say (docs/protocol.md,
 * "Several ways to one network"). What comes from such a member comes by that router, and has to go
 * back the same way.
 *
 * <p>A router is believed as far as the networks go that it leads to anyway.
 */
final class Detours {

  /** How many members may be reached by each router and by no other, for this host to mind it. */
  static final int MAX_MEMBERS = 128;

  /**
   * A router's word for a member.
   *
   * @param order how many words came before it
   * @param untilNanos until when the member is reached by the router only
   */
  private record Detour(long order, long untilNanos) {

    boolean isOn(long nowNanos) {
      return nowNanos < untilNanos;
    }

    /** Whether its end has been there for so long that what followed from it is long undone. */
    boolean isForgotten(long nowNanos) {
      return nowNanos - Timing.FACT_TTL_NANOS >= untilNanos;
    }
  }

  private final Peers peers;
  private final PeerNetworks networks;
  private final Map<PublicKey, Map<PublicKey, Detour>> byRouter = new HashMap<>();
  private @Nullable PublicKey own;
  private long words;

  Detours(Peers peers, PeerNetworks networks) {
    this.peers = peers;
    this.networks = networks;
  }

  /** Takes in the word of a router. */
  void said(PublicKey router, boolean begins, List<PublicKey> members, long nowNanos) {
    Map<PublicKey, Detour> detours = byRouter.computeIfAbsent(router, key -> new HashMap<>());
    detours.values().removeIf(detour -> detour.isForgotten(nowNanos));
    for (PublicKey member : members) {
      if (begins && (detours.containsKey(member) || detours.size() < MAX_MEMBERS)) {
        detours.put(member, new Detour(words++, nowNanos + Timing.DETOUR_NANOS));
      } else if (!begins) {
        end(detours, member, nowNanos);
      }
    }
    if (detours.isEmpty()) {
      byRouter.remove(router);
    }
  }

  /** The networks of members that are reached by the router only, and not directly. */
  Set<Cidr> networksBy(Peer router, long nowNanos) {
    return networksOf(router, true, nowNanos);
  }

  /**
   * The same, by a router whose path is kept from traffic: any way is better than none. If this
   * host goes by one router only itself, both ends must come to the same: the one with the lower
   * key.
   */
  Set<Cidr> networksInNeed(Peer router, long nowNanos) {
    return own == null || router.key().compareTo(own) < 0 ? networksBy(router, nowNanos) : Set.of();
  }

  /** Takes note of the router that this host goes by although another does not answer. */
  void setOwn(@Nullable PublicKey router) {
    own = router;
  }

  /** The networks of members that were reached by the router only, and are not any more. */
  Set<Cidr> networksOnceBy(Peer router, long nowNanos) {
    Set<Cidr> ended = networksOf(router, false, nowNanos);
    if (!ended.isEmpty()) {
      ended.removeAll(networks.networksOf(router));
    }
    return ended;
  }

  /** Whether the router has or had the network for the sake of a member that is reached by it. */
  boolean isDetour(Peer router, Cidr cidr) {
    return byRouter.getOrDefault(router.key(), Map.of()).keySet().stream()
        .map(peers::get)
        .anyMatch(member -> member != null && networks.networksOf(member).contains(cidr));
  }

  /** Touches all routers that said such a thing if this peer is one: each word bears on others'. */
  void touchOthers(Peer router, Touched touched) {
    if (byRouter.containsKey(router.key())) {
      byRouter.keySet().forEach(touched::add);
    }
  }

  /** Touches the routers by which the member is reached only. */
  void touchRouters(Peer member, Touched touched) {
    byRouter.forEach(
        (router, detours) -> {
          if (detours.containsKey(member.key())) {
            touched.add(router);
          }
        });
  }

  private Set<Cidr> networksOf(Peer router, boolean on, long nowNanos) {
    if (byRouter.isEmpty()) {
      return Set.of();
    }
    Map<PublicKey, Detour> detours = byRouter.getOrDefault(router.key(), Map.of());
    Set<Cidr> offered = detours.isEmpty() ? Set.of() : networks.networksOf(router);
    Set<Cidr> cidrs = new LinkedHashSet<>();
    detours.forEach(
        (key, detour) -> {
          Peer member = peers.get(key);
          if (member != null
              && member != router
              && counts(key, detour, nowNanos) == on
              && !member.pathState().isFit()
              && !member.needsPath(nowNanos)) {
            networks.networksOf(member).stream()
                .filter(cidr -> offered.stream().anyMatch(each -> each.contains(cidr)))
                .forEach(cidrs::add);
          }
        });
    return cidrs;
  }

  /**
   * Whether a word counts: a member goes by one router only, so the last one does, and if that is
   * taken back the one before.
   */
  private boolean counts(PublicKey member, Detour word, long nowNanos) {
    return word.isOn(nowNanos)
        && byRouter.values().stream()
            .map(detours -> detours.get(member))
            .noneMatch(other -> other != null && other.order > word.order && other.isOn(nowNanos));
  }

  private static void end(Map<PublicKey, Detour> detours, PublicKey member, long nowNanos) {
    detours.computeIfPresent(
        member,
        (key, detour) -> detour.isOn(nowNanos) ? new Detour(detour.order, nowNanos) : detour);
  }
}
