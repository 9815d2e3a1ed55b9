package io.wirelink.control;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an agent and its peers are, as it answers (docs/control.md). Texts are as they came.
 *
 * @param interfaceName its interface
 * @param time when it answered
 * @param version its version
 * @param started when it started
 * @param facts how many facts it believes
 * @param packetsDropped how many packets came faster than it takes them in, and were dropped
 * @param removed how many hosts are removed from the mesh
 * @param self this host
 * @param role {@code router} or {@code leaf}
 * @param roleReason why, as {@link StatusJson} says it
 * @param draining whether it asks others to go by other routers
 * @param mappings what the gateways of the host gave, in the order of the answer
 * @param names how it stands with the names of hosts
 * @param rotations which hosts are about to take another key
 * @param peers the peers, in the order of the answer
 */
public record Status(
    String interfaceName,
    Instant time,
    String version,
    Instant started,
    long facts,
    long packetsDropped,
    long removed,
    Named self,
    String role,
    String roleReason,
    boolean draining,
    List<Mapping> mappings,
    Names names,
    RotationStatus rotations,
    List<Peer> peers) {

  private static final double NANOS_PER_SECOND = 1e9;

  /** Keeps copies. */
  public Status {
    mappings = List.copyOf(mappings);
    peers = List.copyOf(peers);
  }

  /**
   * How it stands with a gateway that was asked to map a port.
   *
   * @param gateway its address
   * @param state how, as {@link io.wirelink.diagnosis.PortMappingJson} says it
   * @param protocol how it was asked; empty if it gave nothing
   * @param external where this host is reached by it; empty if it is not
   * @param until until when, if it is not renewed; null if it is not
   * @param why what it does instead, as the rest of a sentence; empty if that is not known
   */
  public record Mapping(
      String gateway,
      String state,
      String protocol,
      String external,
      @Nullable Instant until,
      String why) {
    /** Those of an answer, which may be about other things as well. */
    public static List<Mapping> all(Members answer) {
      return answer.object("port_mapping").list("gateways").stream()
          .map(Members::of)
          .map(Mapping::of)
          .toList();
    }

    private static Mapping of(Members mapping) {
      return new Mapping(
          mapping.text("gateway"),
          mapping.text("state"),
          mapping.text("protocol"),
          mapping.text("external"),
          mapping.instant("until"),
          mapping.text("words"));
    }
  }

  /**
   * How it stands with the names of hosts.
   *
   * @param domain what they end with; empty if that is not known
   * @param server where they are answered; empty if nowhere
   * @param failure why nowhere, as the rest of a sentence; empty if that is as it should be
   * @param hosts how many there are
   * @param refused those that nobody has, or another host
   */
  public record Names(
      String domain, String server, String failure, long hosts, List<Refused> refused) {
    /** Keeps a copy. */
    public Names {
      refused = List.copyOf(refused);
    }

    private static Names of(Members names) {
      return new Names(
          names.text("domain"),
          names.text("server"),
          names.text("failure"),
          names.number("hosts").longValue(),
          names.list("refused").stream().map(Members::of).map(Refused::of).toList());
    }
  }

  /**
   * A name that is refused.
   *
   * @param host whose name it would be
   * @param reason why, as {@link io.wirelink.names.RefusedName} says it
   * @param other who has it, or is called so too; with an empty key if nobody is
   */
  public record Refused(Named host, String reason, Named other) {
    private static Refused of(Members refused) {
      return new Refused(
          Named.of(refused), refused.text("reason"), Named.of(refused.object("other")));
    }
  }

  /**
   * A host by its key.
   *
   * @param key the public key
   * @param name what it is called; empty if that is not known
   */
  public record Named(String key, String name) {
    static Named of(Members members) {
      return new Named(members.text("key"), members.text("name"));
    }
  }

  /**
   * A peer.
   *
   * @param host who it is
   * @param path how traffic to it goes, as {@link StatusJson} says it
   * @param via the router that it goes by; with an empty key if it goes by none
   * @param router whether it is a router
   * @param basic whether it runs without an agent
   * @param draining whether it asks others to go by other routers
   * @param alive whether its agent was heard lately
   * @param remembered whether it belongs to the mesh as far as the agent remembers, and nobody says
   *     so now
   * @param endpoint where the device sends to; empty if nowhere
   * @param handshake when the last handshake was; null if there was none
   * @param roundTrip how long a packet takes to it and back; null if that is not known
   * @param receivedBytes bytes received from it
   * @param sentBytes bytes sent to it
   * @param trust how far its word is believed
   * @param loss the share of the last probes that was lost; null if there were none
   * @param direct how the direct path to it is
   * @param presharedKey where its preshared key comes from, as {@link StatusJson} says it
   * @param keyedSince since when it has one on which the agents have agreed; null if that is not
   *     known
   * @param allowedIps what the device routes to it
   */
  public record Peer(
      Named host,
      String path,
      Named via,
      boolean router,
      boolean basic,
      boolean draining,
      boolean alive,
      boolean remembered,
      String endpoint,
      @Nullable Instant handshake,
      @Nullable Duration roundTrip,
      long receivedBytes,
      long sentBytes,
      String trust,
      @Nullable Double loss,
      Direct direct,
      String presharedKey,
      @Nullable Instant keyedSince,
      List<String> allowedIps) {

    /** Keeps a copy. */
    public Peer {
      allowedIps = List.copyOf(allowedIps);
    }

    private static Peer of(Members peer) {
      return new Peer(
          Named.of(peer),
          peer.text("path"),
          Named.of(peer.object("via")),
          peer.flag("router"),
          peer.flag("basic"),
          peer.flag("draining"),
          peer.flag("alive"),
          peer.flag("remembered"),
          peer.text("endpoint"),
          peer.instant("handshake"),
          peer.hasNumber("round_trip") ? seconds(peer.number("round_trip").doubleValue()) : null,
          peer.number("transfer_rx").longValue(),
          peer.number("transfer_tx").longValue(),
          peer.text("trust"),
          peer.hasNumber("loss") ? peer.number("loss").doubleValue() : null,
          Direct.of(peer.object("direct")),
          peer.object("preshared_key").text("kind"),
          peer.object("preshared_key").instant("since"),
          peer.list("allowed_ips").stream().map(String::valueOf).toList());
    }

    private static Duration seconds(double count) {
      return Duration.ofNanos((long) (count * NANOS_PER_SECOND));
    }
  }

  /**
   * The direct path to a peer.
   *
   * @param state how it is; empty if that is not known
   * @param since since when
   * @param broken why it is not trusted with traffic; empty if that is not so
   * @param flapping whether it is kept from traffic because it broke again and again
   */
  public record Direct(String state, @Nullable Instant since, String broken, boolean flapping) {
    private static Direct of(Members direct) {
      return new Direct(
          direct.text("state"),
          direct.instant("since"),
          direct.text("broken"),
          direct.flag("flapping"));
    }
  }

  /** Reads an answer; what it lacks is empty. */
  public static Status of(Members answer) {
    Members agent = answer.object("agent");
    Members self = answer.object("self");
    Instant time = answer.instant("time");
    Instant started = agent.instant("started");
    return new Status(
        answer.text("interface"),
        time == null ? Instant.EPOCH : time,
        agent.text("version"),
        started == null ? Instant.EPOCH : started,
        agent.number("facts").longValue(),
        agent.number("packets_dropped").longValue(),
        agent.number("removed").longValue(),
        Named.of(self),
        self.text("role"),
        self.text("role_reason"),
        self.flag("draining"),
        Mapping.all(answer),
        Names.of(answer.object("names")),
        RotationStatus.of(answer),
        answer.list("peers").stream().map(Members::of).map(Peer::of).toList());
  }
}
