package io.wirelink.control;

import com.fasterxml.jackson.core.JsonGenerator;
import io.wirelink.agent.AgentView;
import io.wirelink.agent.AgentView.KnownPeer;
import io.wirelink.agent.AgentView.RoleReason;
import io.wirelink.agent.DirectPath;
import io.wirelink.agent.PresharedKeyView;
import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.PresharedKeyPrint;
import io.wirelink.device.PublicKey;
import io.wirelink.diagnosis.DirectPathJson;
import io.wirelink.diagnosis.PortMappingJson;
import io.wirelink.fact.Source;
import io.wirelink.names.NamesView;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes how an agent and its peers are, for scripts and for the command (docs/control.md). */
public final class StatusJson {
  /** What {@code path} says of a peer that is reached directly. */
  public static final String DIRECT = "direct";

  /** What {@code path} says of a peer whose traffic goes by a router. */
  public static final String ROUTED = "routed";

  /** What {@code path} says of a peer that is not reached. */
  public static final String DOWN = "down";

  /** What {@code role} says of a host that is a router. */
  static final String ROUTER = "router";

  /** What {@code role_reason} says when the configuration decides. */
  public static final String CONFIGURED = "configured";

  /** What {@code role_reason} says when a peer is a router. */
  public static final String PEER_IS_ROUTER = "peer_is_router";

  /** What {@code role_reason} says when no peer is a router. */
  public static final String NO_PEER_IS_ROUTER = "no_peer_is_router";

  /** What {@code kind} says of a preshared key on which the agents have agreed. */
  public static final String AGREED = "agreed";

  /** What {@code kind} says of a preshared key that somebody has set. */
  public static final String BY_HAND = "by_hand";

  private static final double NANOS_PER_SECOND = 1e9;

  private StatusJson() {}

  /** Writes the members of an answer, in an object that is begun and ended elsewhere. */
  static void write(JsonGenerator json, AgentView view, String version, NamesView names)
      throws IOException {
    Instant now = view.takenAt();
    json.writeStringField("time", inSeconds(now));
    json.writeObjectFieldStart("agent");
    json.writeStringField("version", version);
    json.writeStringField("started", inSeconds(view.startedAt()));
    json.writeNumberField("uptime", secondsBetween(view.startedAt(), now));
    json.writeNumberField("facts", view.facts().size());
    json.writeNumberField("packets_dropped", view.counters().packetsDropped());
    json.writeNumberField("removed", view.removed());
    json.writeEndObject();
    json.writeObjectFieldStart("self");
    FactJson.writeNames(json, view, view.self());
    json.writeStringField("role", view.router() ? ROUTER : "leaf");
    json.writeStringField("role_reason", name(view.roleReason()));
    json.writeBooleanField("draining", view.draining());
    json.writeEndObject();
    PortMappingJson.write(json, view.portMapping());
    NamesJson.write(json, view, names);
    RotationsJson.writeOpen(json, view.rotations());
    json.writeArrayFieldStart("peers");
    Set<PublicKey> remembered = onlyRemembered(view);
    for (KnownPeer peer : view.peers()) {
      write(json, view, peer, remembered.contains(peer.key()));
    }
    json.writeEndArray();
  }

  /** Who belongs to the mesh because the agent remembers that, and nobody says so. */
  private static Set<PublicKey> onlyRemembered(AgentView view) {
    Set<PublicKey> remembered = new HashSet<>();
    Set<PublicKey> said = new HashSet<>();
    for (AgentView.KnownFact known : view.facts()) {
      if (known.fact().attribute().isMembership()) {
        (known.source().equals(Source.MEMORY) ? remembered : said).add(known.fact().subject());
      }
    }
    remembered.removeAll(said);
    return remembered;
  }

  private static void write(JsonGenerator json, AgentView view, KnownPeer peer, boolean remembered)
      throws IOException {
    json.writeStartObject();
    FactJson.writeNames(json, view, peer.key());
    json.writeStringField("path", name(peer.path()));
    PublicKey via = peer.via();
    json.writeFieldName("via");
    if (via == null) {
      json.writeNull();
    } else {
      FactJson.writePeer(json, view, via);
    }
    json.writeBooleanField("router", peer.router());
    json.writeBooleanField("basic", peer.basic());
    json.writeBooleanField("draining", peer.draining());
    json.writeBooleanField("healthy", peer.healthy());
    json.writeBooleanField("alive", peer.alive());
    json.writeBooleanField("remembered", remembered);
    Endpoint endpoint = peer.endpoint();
    json.writeFieldName("endpoint");
    json.writeString(endpoint == null ? null : endpoint.toString());
    writeTimes(json, peer.lastHandshake(), view.takenAt(), peer.roundTrip());
    write(json, peer.direct());
    json.writeNumberField("transfer_rx", peer.receivedBytes());
    json.writeNumberField("transfer_tx", peer.sentBytes());
    json.writeStringField("trust", peer.trust().configName());
    write(json, peer.presharedKey());
    json.writeArrayFieldStart("allowed_ips");
    for (Cidr cidr : peer.allowedIps().stream().sorted().toList()) {
      json.writeString(cidr.toString());
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, DirectPath direct) throws IOException {
    if (direct.probes() == 0) {
      json.writeNullField("loss");
    } else {
      double loss = Math.round(1000.0 * direct.lost() / direct.probes()) / 1000.0;
      json.writeNumberField("loss", loss);
    }
    DirectPathJson.writeMtu(json, direct);
    json.writeObjectFieldStart("direct");
    DirectPathJson.writeState(json, direct);
    json.writeBooleanField("flapping", direct.isFlapping());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, PresharedKeyView key) throws IOException {
    json.writeObjectFieldStart("preshared_key");
    json.writeStringField("kind", name(key.kind()));
    Instant since = key.since();
    json.writeStringField("since", since == null ? null : inSeconds(since));
    json.writeEndObject();
  }

  private static void writeTimes(
      JsonGenerator json, @Nullable Instant handshake, Instant now, @Nullable Duration roundTrip)
      throws IOException {
    if (handshake == null) {
      json.writeNullField("handshake");
      json.writeNullField("handshake_age");
    } else {
      json.writeStringField("handshake", inSeconds(handshake));
      json.writeNumberField("handshake_age", secondsBetween(handshake, now));
    }
    if (roundTrip == null) {
      json.writeNullField("round_trip");
    } else {
      json.writeNumberField("round_trip", roundTrip.toNanos() / NANOS_PER_SECOND);
    }
  }

  private static String inSeconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Whole seconds; none where a clock was set back. */
  private static long secondsBetween(Instant from, Instant to) {
    return Math.max(0, Duration.between(from, to).toSeconds());
  }

  private static String name(AgentView.Path path) {
    return switch (path) {
      case DIRECT -> DIRECT;
      case ROUTED -> ROUTED;
      case DOWN -> DOWN;
    };
  }

  private static String name(PresharedKeyPrint.Kind kind) {
    return switch (kind) {
      case NONE -> "none";
      case AGREED -> AGREED;
      case BY_HAND -> BY_HAND;
    };
  }

  private static String name(RoleReason reason) {
    return switch (reason) {
      case CONFIGURED -> CONFIGURED;
      case PEER_IS_ROUTER -> PEER_IS_ROUTER;
      case NO_PEER_IS_ROUTER -> NO_PEER_IS_ROUTER;
    };
  }
}
