package io.wirelink.agent;

import io.wirelink.device.DeviceState;
import io.wirelink.device.HostInterface;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PublicKey;
import io.wirelink.kem.KemTask;
import io.wirelink.portmap.MappingStatus;
import java.util.List;
import java.util.Optional;

/** Something that happened in the world, told to the {@link Agent}. */
public sealed interface Event {

  /**
   * A datagram arrived at the agent's port.
   *
   * @param source the address that it came from
   * @param packet what it holds; the agent keeps the array
   */
  record PacketArrived(IpAddress source, byte[] packet) implements Event {}

  /**
   * The WireGuard device was read.
   *
   * @param state what it says
   */
  record DeviceRead(DeviceState state) implements Event {}

  /**
   * The host's interfaces were read.
   *
   * @param interfaces all of them, the WireGuard interface among them
   */
  record HostRead(List<HostInterface> interfaces) implements Event {

    /** Keeps a copy of the list. */
    public HostRead {
      interfaces = List.copyOf(interfaces);
    }
  }

  /**
   * How it stands with the gateways that were asked for a mapping has changed.
   *
   * @param statuses of all that are asked; times are those of the monotonic clock
   */
  record PortsMapped(List<MappingStatus> statuses) implements Event {

    /** Keeps a copy of the list. */
    public PortsMapped {
      statuses = List.copyOf(statuses);
    }
  }

  /** The host's interfaces could not be read. */
  record HostUnread() implements Event {}

  /**
   * The resolution of a host name ended.
   *
   * @param host the name as it was asked for
   * @param addresses its addresses; empty if it could not be resolved
   */
  record NameResolved(String host, List<IpAddress> addresses) implements Event {

    /** Keeps a copy of the list. */
    public NameResolved {
      addresses = List.copyOf(addresses);
    }
  }

  /**
   * A change to the device failed.
   *
   * @param peer the peer that was to be changed
   * @param why one sentence
   */
  record ChangeFailed(PublicKey peer, String why) implements Event {}

  /**
   * The WireGuard interface's own counters were read.
   *
   * @param receivedBytes what came through the tunnel since the interface was made
   * @param sentBytes what went into it
   */
  record CountersRead(long receivedBytes, long sentBytes) implements Event {}

  /**
   * Invitations were kept for the next start, or could not be.
   *
   * @param revision as the action said
   * @param kept whether they were
   */
  record InvitationsKept(long revision, boolean kept) implements Event {}

  /**
   * Removals were kept for the next start, or could not be.
   *
   * @param revision as the action said
   * @param kept whether they were
   */
  record RemovalsKept(long revision, boolean kept) implements Event {}

  /**
   * Rotations were kept for the next start, or could not be.
   *
   * @param revision as the action said
   * @param kept whether they were
   */
  record RotationsKept(long revision, boolean kept) implements Event {}

  /**
   * Preshared keys were kept for the next start, or could not be.
   *
   * @param revision as the action said
   * @param kept whether they were
   */
  record PresharedKeysKept(long revision, boolean kept) implements Event {}

  /**
   * Something was computed for an exchange of a preshared key, or could not be.
   *
   * @param peer as the action said
   * @param id as the action said
   * @param answer what came of it; empty if what the peer has sent is no key, or there was no room
   */
  record Encapsulated(PublicKey peer, long id, Optional<KemTask.Answer> answer) implements Event {}

  /**
   * The device did not take another private key.
   *
   * @param why one sentence
   */
  record KeyRefused(String why) implements Event {}

  /**
   * A packet was not taken by the network, for whatever reason.
   *
   * @param send the packet
   */
  record NotSent(Action.Send send) implements Event {}
}
