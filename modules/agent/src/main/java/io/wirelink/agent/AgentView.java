package io.wirelink.agent;

import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Fact;
import io.wirelink.fact.Source;
import io.wirelink.trust.TrustLevel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an agent knows and does at one moment, for people and for control clients.
 *
 * @param interfaceName the WireGuard interface
 * @param self this host's key
 * @param router whether this host is a router
 * @param roleReason why it is one, or is not
 * @param draining whether this host asks others to go by other routers
 * @param startedAt when the agent started
 * @param takenAt when this view was taken
 * @param names what peers and this host are called, as far as known
 * @param facts what is believed, sorted by subject name or key, attribute and value; alive facts
 *     included
 * @param peers the peers of the device, sorted by name or key
 * @param counters what happened since the start
 * @param portMapping what gateways were asked for, and what they gave
 * @param nat the NAT before this host
 * @param removed how many hosts are removed from the mesh
 * @param invitations what became of this host's invitations
 * @param rotations how it stands with hosts that take another key
 */
public record AgentView(
    String interfaceName,
    PublicKey self,
    boolean router,
    RoleReason roleReason,
    boolean draining,
    Instant startedAt,
    Instant takenAt,
    Map<PublicKey, String> names,
    List<KnownFact> facts,
    List<KnownPeer> peers,
    Counters counters,
    PortMappingView portMapping,
    NatView nat,
    int removed,
    InvitationCounts invitations,
    RotationsView rotations) {

  /** One of an agent that has asked no gateway, and that nobody has told where it is seen. */
  public AgentView(
      String interfaceName,
      PublicKey self,
      boolean router,
      RoleReason roleReason,
      boolean draining,
      Instant startedAt,
      Instant takenAt,
      Map<PublicKey, String> names,
      List<KnownFact> facts,
      List<KnownPeer> peers,
      Counters counters) {
    this(
        interfaceName,
        self,
        router,
        roleReason,
        draining,
        startedAt,
        takenAt,
        names,
        facts,
        peers,
        counters,
        PortMappingView.NONE,
        NatView.NONE,
        0,
        InvitationCounts.NONE,
        RotationsView.NONE);
  }

  /** Keeps copies. */
  public AgentView {
    names = Map.copyOf(names);
    facts = List.copyOf(facts);
    peers = List.copyOf(peers);
  }

  /** What a key is called: its name, or else the key itself. */
  public String nameOf(PublicKey key) {
    String name = names.get(key);
    return name == null ? key.toString() : name;
  }

  /**
   * A fact that is believed.
   *
   * @param fact what it says
   * @param source who says it
   * @param expires until when it is believed; moves on as long as the source says it again
   * @param ttlSeconds how long that is from now
   */
  public record KnownFact(Fact fact, Source source, Instant expires, long ttlSeconds) {}

  /** Why a host is a router or a leaf. */
  public enum RoleReason {
    /** The configuration says so. */
    CONFIGURED,
    /** A peer has a network in its AllowedIPs and is the router, so this host is a leaf. */
    PEER_IS_ROUTER,
    /** No peer has a network in its AllowedIPs, so this host is the router. */
    NO_PEER_IS_ROUTER
  }

  /** How traffic to a peer goes. */
  public enum Path {
    /** By a healthy handshake with the peer itself, with its networks routed there. */
    DIRECT,
    /** By a router. */
    ROUTED,
    /** Not at all, as far as this host can tell. */
    DOWN
  }

  /**
   * A peer of the device.
   *
   * @param key its key
   * @param path how traffic to it goes
   * @param via the router that it goes by; null unless it goes by one
   * @param router whether it is a router
   * @param healthy whether its handshake is recent enough
   * @param alive whether its agent was heard within the time that it promised
   * @param basic whether it runs without an agent
   * @param endpoint where the device sends to; null if nowhere
   * @param lastHandshake when the last handshake was; null if there was none
   * @param roundTrip how long a packet to its agent and back took last; null if that is not known
   * @param receivedBytes bytes received from it
   * @param sentBytes bytes sent to it
   * @param trust how far its word is believed
   * @param allowedIps what the device routes to it
   * @param draining whether it asks others to go by other routers
   * @param direct how the direct path to it is
   * @param presharedKey what can be told of its preshared key
   */
  public record KnownPeer(
      PublicKey key,
      Path path,
      @Nullable PublicKey via,
      boolean router,
      boolean healthy,
      boolean alive,
      boolean basic,
      @Nullable Endpoint endpoint,
      @Nullable Instant lastHandshake,
      @Nullable Duration roundTrip,
      long receivedBytes,
      long sentBytes,
      TrustLevel trust,
      Set<Cidr> allowedIps,
      boolean draining,
      DirectPath direct,
      PresharedKeyView presharedKey) {}
}
