package io.wirelink.agent;

import io.wirelink.device.Cidr;
import io.wirelink.trust.TrustLevel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the configuration says of one peer, or of this host itself.
 *
 * @param name its name; empty if it has none
 * @param trust how far its word is believed; null to leave that to the other rules
 * @param factExchanger whether it is told all facts, as a router would be
 * @param endpoints where it may be reached
 * @param allowedIps the networks that may be routed to it
 * @param basic whether it runs WireGuard without an agent
 * @param metric which of several peers that offer the same network is taken, if all answer: the one
 *     with the lowest, 0 or more
 */
public record PeerConfig(
    String name,
    @Nullable TrustLevel trust,
    boolean factExchanger,
    List<HostPort> endpoints,
    List<Cidr> allowedIps,
    boolean basic,
    int metric) {

  /** Keeps copies of the lists. */
  public PeerConfig {
    endpoints = List.copyOf(endpoints);
    allowedIps = List.copyOf(allowedIps);
  }

  /** A peer without a metric. */
  public PeerConfig(
      String name,
      @Nullable TrustLevel trust,
      boolean factExchanger,
      List<HostPort> endpoints,
      List<Cidr> allowedIps,
      boolean basic) {
    this(name, trust, factExchanger, endpoints, allowedIps, basic, 0);
  }
}
