package io.wirelink.netlink;

import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceChange;
import io.wirelink.device.PeerChange;
import io.wirelink.device.PresharedKey;
import io.wirelink.device.PrivateKey;
import io.wirelink.netlink.bindings.Linux;
import java.lang.foreign.SegmentAllocator;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a change to a WireGuard device as the messages that it takes ({@code WG_CMD_SET_DEVICE} of
 * {@code linux/wireguard.h}), each of them full before the next begins.
 *
 * <p>A peer with many AllowedIPs goes on in the next message. What replaces is said once: {@code
 * REPLACE_PEERS} in the first message, {@code REPLACE_ALLOWEDIPS} and all single values in the
 * first part of their peer. The other parts are {@code UPDATE_ONLY}, whatever the change is: should
 * somebody remove the peer meanwhile, they do not make half a peer of it again.
 */
final class DeviceRequests {

  /** Gets a message to the kernel; the message is cleared afterwards. */
  interface Sender {
    /** Sends it and waits for its acknowledgement. */
    void send(Request request) throws NetlinkException;
  }

  /** The kernel looks at the order of the members of a list alone, not at their types. */
  private static final int MEMBER = 0;

  private final SegmentAllocator allocator;
  private final GenericFamily family;
  private final int interfaceIndex;
  private final Sender sender;
  private Request request;

  private DeviceRequests(
      SegmentAllocator allocator, GenericFamily family, int interfaceIndex, Sender sender) {
    this.allocator = allocator;
    this.family = family;
    this.interfaceIndex = interfaceIndex;
    this.sender = sender;
    request = begin();
  }

  /**
   * Sends a whole change.
   *
   * @throws NetlinkException if the kernel refuses a message; those before it were applied
   */
  static void send(
      SegmentAllocator allocator,
      GenericFamily family,
      int interfaceIndex,
      DeviceChange change,
      Sender sender)
      throws NetlinkException {
    DeviceRequests requests = new DeviceRequests(allocator, family, interfaceIndex, sender);
    try {
      requests.putDevice(change);
      requests.putPeers(change.peers());
      sender.send(requests.request);
    } finally {
      requests.request.clear();
    }
  }

  private Request begin() {
    Request begun = family.request(allocator, Linux.WG_CMD_SET_DEVICE(), Linux.NLM_F_ACK());
    begun.u32(Linux.WGDEVICE_A_IFINDEX(), interfaceIndex);
    return begun;
  }

  private void putDevice(DeviceChange change) {
    PrivateKey privateKey = change.privateKey();
    if (privateKey != null) {
      byte[] bytes = privateKey.bytes();
      request.bytes(Linux.WGDEVICE_A_PRIVATE_KEY(), bytes);
      Arrays.fill(bytes, (byte) 0);
    }
    Integer listenPort = change.listenPort();
    if (listenPort != null) {
      request.u16(Linux.WGDEVICE_A_LISTEN_PORT(), listenPort);
    }
    Integer firewallMark = change.firewallMark();
    if (firewallMark != null) {
      request.u32(Linux.WGDEVICE_A_FWMARK(), firewallMark);
    }
    if (change.replacePeers()) {
      request.u32(Linux.WGDEVICE_A_FLAGS(), Linux.WGDEVICE_F_REPLACE_PEERS());
    }
  }

  private void putPeers(List<PeerChange> changes) throws NetlinkException {
    if (changes.isEmpty()) {
      return;
    }
    request.open(Linux.WGDEVICE_A_PEERS());
    for (PeerChange change : changes) {
      putPeer(change);
    }
    request.close();
  }

  private void putPeer(PeerChange change) throws NetlinkException {
    List<Cidr> networks = change.remove() ? List.of() : List.copyOf(change.allowedIps());
    boolean begun = false;
    int done = 0;
    while (true) {
      if (putPart(change, begun)) {
        begun = true;
        done = putAllowedIps(networks, done);
        request.close();
        if (done == networks.size()) {
          return;
        }
      }
      // An empty message has room for any part with some of its networks: this comes to an end.
      turnPage();
    }
  }

  private void turnPage() throws NetlinkException {
    request.close();
    sender.send(request);
    request.clear();
    request = begin();
    request.open(Linux.WGDEVICE_A_PEERS());
  }

  /** Begins a peer and leaves it open, if that fits; else nothing is left of it. */
  private boolean putPart(PeerChange change, boolean continued) {
    if (!request.open(MEMBER)) {
      return false;
    }
    int flags = continued ? Linux.WGPEER_F_UPDATE_ONLY() : flagsOf(change);
    boolean fits =
        request.bytes(Linux.WGPEER_A_PUBLIC_KEY(), change.publicKey().bytes())
            && (flags == 0 || request.u32(Linux.WGPEER_A_FLAGS(), flags))
            && (continued || change.remove() || putValues(change));
    if (!fits) {
      request.drop();
    }
    return fits;
  }

  private static int flagsOf(PeerChange change) {
    int flags = change.updateOnly() ? Linux.WGPEER_F_UPDATE_ONLY() : 0;
    if (change.remove()) {
      return flags | Linux.WGPEER_F_REMOVE_ME();
    }
    return change.replaceAllowedIps() ? flags | Linux.WGPEER_F_REPLACE_ALLOWEDIPS() : flags;
  }

  private boolean putValues(PeerChange change) {
    var endpoint = change.endpoint();
    var keepalive = change.keepaliveSeconds();
    return putPresharedKey(change.presharedKey())
        && (endpoint == null
            || request.bytes(Linux.WGPEER_A_ENDPOINT(), Sockaddr.write(allocator, endpoint)))
        && (keepalive == null
            || request.u16(Linux.WGPEER_A_PERSISTENT_KEEPALIVE_INTERVAL(), keepalive));
  }

  private boolean putPresharedKey(@Nullable PresharedKey key) {
    if (key == null) {
      return true;
    }
    byte[] bytes = key.bytes();
    boolean fits = request.bytes(Linux.WGPEER_A_PRESHARED_KEY(), bytes);
    Arrays.fill(bytes, (byte) 0);
    return fits;
  }

  /** Adds as many networks as fit, and returns how many are done then. */
  private int putAllowedIps(List<Cidr> networks, int done) {
    int next = done;
    if (next < networks.size() && request.open(Linux.WGPEER_A_ALLOWEDIPS())) {
      while (next < networks.size() && putAllowedIp(networks.get(next))) {
        next++;
      }
      if (next > done) {
        request.close();
      } else {
        request.drop();
      }
    }
    return next;
  }

  private boolean putAllowedIp(Cidr network) {
    if (!request.open(MEMBER)) {
      return false;
    }
    boolean fits =
        request.u16(Linux.WGALLOWEDIP_A_FAMILY(), Sockaddr.familyOf(network.address()))
            && request.bytes(Linux.WGALLOWEDIP_A_IPADDR(), network.address().bytes())
            && request.u8(Linux.WGALLOWEDIP_A_CIDR_MASK(), network.prefixLength());
    if (fits) {
      request.close();
    } else {
      request.drop();
    }
    return fits;
  }
}
