package io.wirelink.agent;

import io.wirelink.device.DeviceState;
import io.wirelink.device.Endpoint;
import io.wirelink.device.HostInterface;
import io.wirelink.fact.FactValue;
import io.wirelink.fact.StoredFact;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a host knows of itself, in the stories that it tells of others.
 *
 * @param mesh what the agent knows
 * @param nats the NAT before this host
 */
record HostEvidence(Mesh mesh, Nats nats) {

  /** What it knows at a moment. */
  PeerStory.Host at(Time time, long nowNanos) {
    DeviceState device = mesh.device();
    String own = device == null ? "" : device.name();
    Set<Endpoint> addresses = new LinkedHashSet<>();
    for (StoredFact stored : mesh.store().about(mesh.self())) {
      if (stored.fact().value() instanceof FactValue.AtEndpoint(Endpoint endpoint)) {
        addresses.add(endpoint);
      }
    }
    List<String> hidden =
        mesh.interfaces().stream()
            .filter(each -> each.up() && !each.name().equals(own))
            .filter(HostEvidence::hasTellableAddress)
            .map(HostInterface::name)
            .filter(name -> !mesh.config().interfaces().passes(name))
            .sorted()
            .toList();
    return new PeerStory.Host(
        own,
        mesh.self(),
        mesh.isSelfRouter(),
        device == null ? 0 : device.listenPort(),
        addresses,
        hidden,
        nats.sightings().at(nowNanos),
        mesh.trust().membershipConfigured(),
        mesh.portMappings().at(time, mesh.config()),
        nats.own());
  }

  private static boolean hasTellableAddress(HostInterface each) {
    return each.addresses().stream().anyMatch(one -> one.cidr().address().isGlobalUnicast());
  }
}
