package io.wirelink.control;

import com.fasterxml.jackson.core.JsonGenerator;
import io.wirelink.agent.AgentView;
import io.wirelink.agent.AgentView.KnownPeer;
import io.wirelink.agent.NatView;
import io.wirelink.agent.Roles;
import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PublicKey;
import io.wirelink.diagnosis.NatWords;
import io.wirelink.diagnosis.PortMappingJson;
import io.wirelink.fact.FactValue;
import io.wirelink.fact.NatBehavior;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes what the network of a host is like (docs/control.md).
 *
 * @param json where to, in an object that is begun and ended elsewhere
 * @param view what the agent knows
 */
record NetcheckJson(JsonGenerator json, AgentView view) {

  private static final double NANOS_PER_SECOND = 1e9;

  void write() throws IOException {
    json.writeStringField("time", inSeconds(view.takenAt()));
    json.writeFieldName("self");
    FactJson.writePeer(json, view, view.self());
    json.writeArrayFieldStart("families");
    for (IpAddress.Family family : IpAddress.Family.values()) {
      family(family);
    }
    json.writeEndArray();
    nat(view.nat());
    PortMappingJson.write(json, view.portMapping());
    json.writeArrayFieldStart("routers");
    Set<PublicKey> routers = routers();
    for (KnownPeer peer : view.peers()) {
      if (peer.router() || routers.contains(peer.key())) {
        router(peer);
      }
    }
    json.writeEndArray();
  }

  /** Who leads to a network, also while another one has that. */
  private Set<PublicKey> routers() {
    return view.facts().stream()
        .filter(
            known ->
                known.fact().value() instanceof FactValue.AllowedCidr(var cidr)
                    && Roles.isRouter(List.of(cidr)))
        .map(known -> known.fact().subject())
        .collect(Collectors.toSet());
  }

  /** A family works if somebody is reached by it. */
  private void family(IpAddress.Family family) throws IOException {
    List<IpAddress> addresses =
        view.nat().addresses().stream()
            .map(Endpoint::address)
            .filter(address -> address.family() == family)
            .toList();
    long reached = view.peers().stream().filter(peer -> isReachedBy(peer, family)).count();
    json.writeStartObject();
    json.writeStringField("family", family == IpAddress.Family.V4 ? "IPv4" : "IPv6");
    json.writeBooleanField("works", reached > 0);
    json.writeNumberField("peers", reached);
    json.writeArrayFieldStart("addresses");
    for (IpAddress address : addresses) {
      json.writeString(address.toString());
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static boolean isReachedBy(KnownPeer peer, IpAddress.Family family) {
    Endpoint endpoint = peer.endpoint();
    return peer.healthy() && endpoint != null && endpoint.address().family() == family;
  }

  private void nat(NatView nat) throws IOException {
    NatBehavior behavior = nat.behavior();
    json.writeObjectFieldStart("nat");
    json.writeStringField("mapping", word(behavior.mapping()));
    json.writeStringField("ports", word(behavior.ports()));
    json.writeBooleanField("carrier_grade", behavior.carrierGrade());
    json.writeBooleanField("udp_blocked", behavior.udpBlocked());
    json.writeStringField("words", NatWords.of(behavior));
    json.writeObjectFieldStart("lifetime");
    seconds("longer_than", nat.life().longerThan());
    seconds("shorter_than", nat.life().shorterThan());
    json.writeEndObject();
    json.writeArrayFieldStart("seen");
    for (NatView.Seen seen : nat.seen()) {
      json.writeStartObject();
      json.writeFieldName("by");
      FactJson.writePeer(json, view, seen.by());
      json.writeBooleanField("router", seen.router());
      Endpoint at = seen.at();
      text("at", at == null ? null : at.toString());
      time("since", seen.since());
      time("until", seen.until());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeFieldName("hairpin_to");
    PublicKey hairpinTo = nat.hairpinTo();
    if (hairpinTo == null) {
      json.writeNull();
    } else {
      FactJson.writePeer(json, view, hairpinTo);
    }
    json.writeEndObject();
  }

  private void router(KnownPeer peer) throws IOException {
    json.writeStartObject();
    FactJson.writeNames(json, view, peer.key());
    json.writeBooleanField("healthy", peer.healthy());
    json.writeBooleanField("alive", peer.alive());
    Endpoint endpoint = peer.endpoint();
    text("endpoint", endpoint == null ? null : endpoint.toString());
    Duration roundTrip = peer.roundTrip();
    if (roundTrip == null) {
      json.writeNullField("round_trip");
    } else {
      json.writeNumberField("round_trip", roundTrip.toNanos() / NANOS_PER_SECOND);
    }
    json.writeEndObject();
  }

  private void seconds(String field, @Nullable Duration time) throws IOException {
    if (time == null) {
      json.writeNullField(field);
    } else {
      json.writeNumberField(field, time.toSeconds());
    }
  }

  private void text(String field, @Nullable String text) throws IOException {
    json.writeFieldName(field);
    json.writeString(text);
  }

  private void time(String field, @Nullable Instant time) throws IOException {
    text(field, time == null ? null : inSeconds(time));
  }

  private static String inSeconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
