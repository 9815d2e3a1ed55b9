package io.wirelink.agent;

import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceChange;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PeerChange;
import io.wirelink.device.PresharedKey;
import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import io.wirelink.invitation.Invitation;
import io.wirelink.kem.KemTask;
import io.wirelink.portmap.PortWish;
import java.util.List;

/** Something that the {@link Agent} wants to be done. */
public sealed interface Action {

  /**
   * Send a datagram from the agent's port to the same port of another host; if the network does not
   * take it, say {@link Event.NotSent}. That it does not arrive is no error.
   *
   * @param recipient whom it is for
   * @param destination the recipient's link-local address
   * @param packet at most 2424 bytes
   */
  record Send(PublicKey recipient, IpAddress destination, byte[] packet) implements Action {}

  /**
   * Change a peer of the device; if that fails, say {@link Event.ChangeFailed}.
   *
   * @param change the change
   */
  record Configure(PeerChange change) implements Action {}

  /** Read the device and say {@link Event.DeviceRead}. */
  record ReadDevice() implements Action {}

  /** Read the WireGuard interface's counters and say {@link Event.CountersRead}. */
  record ReadCounters() implements Action {}

  /** Read the host's interfaces and say {@link Event.HostRead} or {@link Event.HostUnread}. */
  record ReadHost() implements Action {}

  /**
   * Let the gateways of this host be asked, elsewhere than here, for a mapping of this port from
   * now on, and for none other, and say {@link Event.PortsMapped} whenever that changes anything.
   *
   * @param wish what is wanted
   */
  record MapPort(PortWish wish) implements Action {}

  /**
   * Resolve a host name, elsewhere than here, and say {@link Event.NameResolved}.
   *
   * @param host the name
   */
  record Resolve(String host) implements Action {}

  /**
   * Keep what is known for the next start, in place of what was kept before. At most once a minute.
   *
   * @param mesh what is known
   */
  record Remember(RememberedMesh mesh) implements Action {}

  /**
   * Keep removals for the next start, in place of those that were kept before, elsewhere than here,
   * and say {@link Event.RemovalsKept}.
   *
   * @param revision rises with each
   * @param removals all of them
   */
  record KeepRemovals(long revision, List<KeptRemoval> removals) implements Action {

    /** Keeps a copy of the list. */
    public KeepRemovals {
      removals = List.copyOf(removals);
    }
  }

  /**
   * Keep invitations for the next start, in place of those that were kept before, elsewhere than
   * here, and say {@link Event.InvitationsKept}.
   *
   * @param revision rises with each
   * @param invitations all of them
   */
  record KeepInvitations(long revision, List<Invitation> invitations) implements Action {

    /** Keeps a copy of the list. */
    public KeepInvitations {
      invitations = List.copyOf(invitations);
    }
  }

  /**
   * Keep rotations for the next start, in place of those that were kept before, elsewhere than
   * here, and say {@link Event.RotationsKept}.
   *
   * @param revision rises with each
   * @param rotations all of them
   */
  record KeepRotations(long revision, KeptRotations rotations) implements Action {}

  /**
   * Keep preshared keys for the next start, in place of those that were kept before, elsewhere than
   * here, clear them, and say {@link Event.PresharedKeysKept}.
   *
   * @param revision rises with each
   * @param keys all of them
   */
  record KeepPresharedKeys(long revision, List<KeptPresharedKey> keys) implements Action {

    /** Keeps a copy of the list. */
    public KeepPresharedKeys {
      keys = List.copyOf(keys);
    }
  }

  /**
   * Take an address from the WireGuard interface: it is that of a key which this host had before.
   * If that fails, the next {@link Event.HostRead} shows it.
   *
   * @param address the address, as it is on the interface
   */
  record DropAddress(Cidr address) implements Action {}

  /**
   * Compute something for an exchange of a preshared key, elsewhere than here, and say {@link
   * Event.Encapsulated}. Asked for only if the agent was told that this can be done ({@link
   * Capabilities#of}).
   *
   * @param peer whom it is agreed upon with
   * @param id that of the exchange
   * @param task what is to be computed
   */
  record Encapsulate(PublicKey peer, long id, KemTask task) implements Action {}

  /**
   * Give the device this private key, carry out the actions that follow, and end this agent: it is
   * another host's from then on, whose agent is to run in its place. If the device does not take
   * it, say {@link Event.KeyRefused} and go on.
   *
   * @param key the key, which was kept before
   * @param agreed the peers whose preshared keys were agreed upon under the one before: they are
   *     taken off with it
   */
  record ChangeKey(PrivateKey key, List<PublicKey> agreed) implements Action {

    /** Keeps a copy of the list. */
    public ChangeKey {
      agreed = List.copyOf(agreed);
    }

    /** All that is changed on the device. */
    public DeviceChange change() {
      return new DeviceChange(
          key,
          null,
          null,
          false,
          agreed.stream()
              .map(peer -> PeerChange.update(peer).withPresharedKey(PresharedKey.NONE))
              .toList());
    }
  }
}
