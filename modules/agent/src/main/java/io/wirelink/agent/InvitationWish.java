package io.wirelink.agent;

import io.wirelink.device.IpAddress;
import io.wirelink.invitation.RouterEndpoint;
import java.time.Duration;
import java.util.List;

/**
 * How somebody is to be invited.
 *
 * @param name what the newcomer is to be called, and the invitation as well
 * @param lasts for how long somebody may come by it
 * @param addresses the newcomer's addresses; empty to have free ones chosen
 * @param endpoints where it reaches this router; empty to take what this host knows of itself
 * @param save whether it is to be in wg-quick's file as well when it has come
 */
public record InvitationWish(
    String name,
    Duration lasts,
    List<IpAddress> addresses,
    List<RouterEndpoint> endpoints,
    boolean save) {

  /** Keeps copies of the lists. */
  public InvitationWish {
    addresses = List.copyOf(addresses);
    endpoints = List.copyOf(endpoints);
  }
}
