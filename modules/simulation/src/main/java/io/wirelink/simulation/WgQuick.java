package io.wirelink.simulation;

import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceChange;
import io.wirelink.device.PeerChange;
import io.wirelink.device.PrivateKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * How {@code wg-quick} sets up the devices of a mesh.
 *
 * @param plans all hosts
 * @param keepaliveSeconds the persistent keepalive of leaves towards routers; 0 for none
 */
record WgQuick(Collection<HostPlan> plans, int keepaliveSeconds) {

  DeviceChange device(HostPlan host) {
    List<PeerChange> peers = host.router() ? peersOfRouter(host) : peersOfLeaf(host);
    return new DeviceChange(host.key(), HostPlan.LISTEN_PORT, null, true, peers);
  }

  private List<PeerChange> peersOfRouter(HostPlan router) {
    List<PeerChange> peers = new ArrayList<>();
    for (HostPlan plan : plans) {
      if (plan.admitted() && !plan.equals(router)) {
        PeerChange peer =
            PeerChange.add(plan.publicKey()).withAllowedIps(Set.of(plan.ownNetwork()));
        peers.add(plan.router() ? peer.withEndpoint(plan.publicEndpoint()) : peer);
      }
    }
    return peers;
  }

  /** Each network is given to the first router that leads there. */
  private List<PeerChange> peersOfLeaf(HostPlan leaf) {
    List<PeerChange> peers = new ArrayList<>();
    List<Cidr> given = new ArrayList<>();
    for (HostPlan plan : plans) {
      if (plan.router()) {
        Set<Cidr> networks = plan.networks();
        networks.removeAll(given);
        given.addAll(networks);
        if (!networks.contains(HostPlan.TUNNEL)) {
          networks.add(plan.ownNetwork());
        }
        peers.add(
            PeerChange.add(plan.publicKey())
                .withEndpoint(plan.endpointFor(leaf))
                .withKeepalive(keepaliveSeconds)
                .withAllowedIps(networks));
      }
    }
    return peers;
  }

  /** The same with another private key. */
  static DeviceChange withKey(DeviceChange change, PrivateKey key) {
    return new DeviceChange(
        key, change.listenPort(), change.firewallMark(), change.replacePeers(), change.peers());
  }
}
