package io.wirelink.agent;

import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.PresharedKeyPrint;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Fact;
import io.wirelink.fact.NatBehavior;
import io.wirelink.fact.Source;
import io.wirelink.path.PathBreak;
import io.wirelink.trust.TrustLevel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that bears on whether a host is reached directly, as an agent knows it at one moment. There
 * is a story of every key, if only that nothing is known of it.
 *
 * @param at when it was told
 * @param started when the agent started
 * @param host the host that tells it
 * @param key whom it is about
 * @param names what this key and others that occur are called, or were
 * @param standing what the key is to this host
 * @param device what the device says of it; null if it is not there
 * @param path how the direct path to it is
 * @param contact what was heard of it, and when
 * @param facts what is believed about it, endpoints and networks included
 * @param endpoints where it may be reached, and what was tried
 * @param nats the NATs before both
 * @param networks what may be routed to it
 * @param rejections what was said about it and not believed, the latest last
 * @param routers the routers of the device, other than it
 * @param departure what became of it when it left the device; null if it did not
 * @param loss the last direct path to it that was given up; null if none was
 * @param refusal the last change of the device for it that failed; null if none did
 * @param next what the agent tries next by itself; null if it waits for something to happen
 */
public record PeerStory(
    Instant at,
    Instant started,
    Host host,
    PublicKey key,
    Map<PublicKey, String> names,
    Standing standing,
    @Nullable OnDevice device,
    DirectPath path,
    Contact contact,
    List<Told> facts,
    List<KnownEndpoint> endpoints,
    NatsBetween nats,
    Networks networks,
    List<Rejection> rejections,
    List<Router> routers,
    @Nullable Departure departure,
    @Nullable Loss loss,
    @Nullable Refusal refusal,
    @Nullable Next next) {
  /**
   * How long somebody may go on to vouch for a host that is gone: a router speaks to it every 30 s,
   * a leaf every 61 s, waits for an answer, and looks every 5 s.
   */
  public static Duration unnoticed(boolean byRouter) {
    int spoken = byRouter ? Timing.ALIVE_SECONDS : Timing.REST_SECONDS;
    return Duration.ofSeconds(spoken + 2L * Timing.HOUSEKEEPING_SECONDS)
        .plusNanos(Timing.SILENCE_NANOS);
  }

  /** Keeps copies. */
  public PeerStory {
    names = Map.copyOf(names);
    facts = List.copyOf(facts);
    endpoints = List.copyOf(endpoints);
    rejections = List.copyOf(rejections);
    routers = List.copyOf(routers);
  }

  /** What a key is called: its name, or else the key itself. */
  public String nameOf(PublicKey someone) {
    String name = names.getOrDefault(someone, "");
    return name.isEmpty() ? someone.toString() : name;
  }

  /**
   * The host whose agent tells the story.
   *
   * @param interfaceName its WireGuard interface
   * @param key its key
   * @param router whether it is a router
   * @param listenPort its WireGuard port; 0 if it has none
   * @param addresses the endpoints that it tells others
   * @param hidden its interfaces that have addresses and that the configuration hides
   * @param seenAs where others say that they see it; empty if nobody says
   * @param membersConfigured whether the configuration says who decides on membership
   * @param portMapping what its gateways were asked for, and what they gave
   * @param nat how the NAT before it behaves, as far as that shows
   */
  public record Host(
      String interfaceName,
      PublicKey key,
      boolean router,
      int listenPort,
      Set<Endpoint> addresses,
      List<String> hidden,
      Set<Endpoint> seenAs,
      boolean membersConfigured,
      PortMappingView portMapping,
      NatBehavior nat) {

    /** Keeps copies. */
    public Host {
      addresses = Set.copyOf(addresses);
      hidden = List.copyOf(hidden);
      seenAs = Set.copyOf(seenAs);
    }
  }

  /**
   * What the key is to this host.
   *
   * @param configured whether the configuration names it
   * @param member whether it belongs to the mesh, as configured or as somebody says who is believed
   * @param memberBy who says so; null if it is only configured, or no member
   * @param memberUntil since when nobody says so any more who did before; null if that is not so
   * @param memberLastBy who said so last before; null if that is not so
   * @param basic whether it runs without an agent
   * @param router whether the device has it as a router
   * @param trust how far its own word is believed
   */
  public record Standing(
      boolean configured,
      boolean member,
      @Nullable Source memberBy,
      @Nullable Instant memberUntil,
      @Nullable Source memberLastBy,
      boolean basic,
      boolean router,
      TrustLevel trust) {}

  /**
   * What the device says.
   *
   * @param endpoint where it sends to; null if nowhere
   * @param lastHandshake when the last handshake was; null if there was none
   * @param healthy whether the handshake is recent and the peer answers
   * @param unansweredSince since when nothing came back though an answer is overdue; else null
   * @param silentBy when it counts as gone if nothing comes back; null if nothing is overdue
   * @param direct whether its networks are routed to it, and it is healthy
   * @param allowedIps what is routed to it, but for its link-local address
   * @param presharedKey where the preshared key for it comes from
   */
  public record OnDevice(
      @Nullable Endpoint endpoint,
      @Nullable Instant lastHandshake,
      boolean healthy,
      @Nullable Instant unansweredSince,
      @Nullable Instant silentBy,
      boolean direct,
      Set<Cidr> allowedIps,
      PresharedKeyPrint.Kind presharedKey) {

    /** Keeps a copy. */
    public OnDevice {
      allowedIps = Set.copyOf(allowedIps);
    }
  }

  /**
   * What was heard of a host.
   *
   * @param heard when something came from it directly; null if nothing did
   * @param aliveUntil until when its agent said that it would be there; null if it was not heard
   * @param alive whether that is still to come
   * @param vouched when somebody else last saw it, as far as that shows; null if it does not
   * @param vouchedBy who that was; null if nobody
   * @param vouchDue when that one says so again at the latest, if it still sees it; else null
   */
  public record Contact(
      @Nullable Instant heard,
      @Nullable Instant aliveUntil,
      boolean alive,
      @Nullable Instant vouched,
      @Nullable PublicKey vouchedBy,
      @Nullable Instant vouchDue) {}

  /**
   * A fact that is believed.
   *
   * @param fact what it says
   * @param source who says it
   * @param until until when it is believed, unless it is said again
   */
  public record Told(Fact fact, Source source, Instant until) {}

  /**
   * The networks of a peer.
   *
   * @param believed those that facts give it
   * @param elsewhere those of them that a healthy peer has, to which facts give them too
   */
  public record Networks(Set<Cidr> believed, Map<Cidr, PublicKey> elsewhere) {

    /** Keeps copies. */
    public Networks {
      believed = Set.copyOf(believed);
      elsewhere = Map.copyOf(elsewhere);
    }
  }

  /**
   * Something that was said about the peer and is not believed.
   *
   * @param fact what was said
   * @param sender who said it
   * @param rule why it is not believed
   * @param has how far the sender was trusted
   * @param needs how far it must be for this
   * @param times how often it was said
   * @param last when it was said last
   * @param current whether it would be believed still, had it been
   */
  public record Rejection(
      Fact fact,
      PublicKey sender,
      RejectionRule rule,
      TrustLevel has,
      TrustLevel needs,
      int times,
      Instant last,
      boolean current) {}

  /**
   * A router of this host.
   *
   * @param key its key
   * @param healthy whether it answers
   * @param alive whether its agent was heard within the time that it promised
   * @param lastHandshake when the last handshake was; null if there was none
   * @param heard when something came from it last; null if nothing did
   * @param endpoint where the device sends to; null if nowhere
   */
  public record Router(
      PublicKey key,
      boolean healthy,
      boolean alive,
      @Nullable Instant lastHandshake,
      @Nullable Instant heard,
      @Nullable Endpoint endpoint) {}

  /**
   * That a peer left the device.
   *
   * @param reason why
   * @param at when
   * @param heard when something had come from it last; null if nothing had
   */
  public record Departure(Reason reason, Instant at, @Nullable Instant heard) {

    /** Why a peer left the device. */
    public enum Reason {
      /** Nobody who decides on membership spoke of it any more. */
      NO_MEMBER,
      /** The operator told the agent to forget it. */
      TOLD_TO_FORGET,
      /** The operator removed it from the mesh, here or on another host that decides. */
      REMOVED,
      /** Somebody else took it from the device. */
      TAKEN_OFF
    }
  }

  /**
   * That a direct path was given up.
   *
   * @param at when
   * @param reason why
   */
  public record Loss(Instant at, PathBreak reason) {}

  /**
   * That a change of the device failed.
   *
   * @param at when
   * @param why one sentence
   * @param standing whether that was so lately that it still stands in the way
   */
  public record Refusal(Instant at, String why, boolean standing) {}

  /**
   * What the agent does next for the peer.
   *
   * @param endpoint the endpoint that it tries
   * @param at when
   */
  public record Next(Endpoint endpoint, Instant at) {}
}
