package io.wirelink.netlink;

import io.wirelink.device.DeviceState;
import io.wirelink.device.PeerState;
import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import io.wirelink.netlink.bindings.Linux;
import io.wirelink.netlink.bindings.genlmsghdr;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Collects a dump of a WireGuard device ({@code WG_CMD_GET_DEVICE} of {@code linux/wireguard.h}).
 * The first message has what is said of the device itself; peers are in all of them.
 */
final class DeviceDump implements Conversation.Collector<DeviceState> {

  private final GenericFamily family;
  private final Map<PublicKey, PeerDump> peers = new LinkedHashMap<>();
  private String name;
  private @Nullable PublicKey publicKey;
  private int listenPort;
  private int firewallMark;

  /**
   * Begins with nothing.
   *
   * @param name the interface's name, in case that the kernel does not repeat it
   */
  DeviceDump(GenericFamily family, String name) {
    this.family = family;
    this.name = name;
  }

  /** Asks for everything about a device. */
  static Request request(Conversation conversation, GenericFamily family, int interfaceIndex) {
    Request request =
        family.request(conversation.arena(), Linux.WG_CMD_GET_DEVICE(), Linux.NLM_F_DUMP());
    request.u32(Linux.WGDEVICE_A_IFINDEX(), interfaceIndex);
    return request;
  }

  @Override
  public void read(Message message) throws NetlinkException {
    if (!isPart(message, family)) {
      return;
    }
    Attributes attributes = message.attributes(genlmsghdr.sizeof());
    while (attributes.next()) {
      Attribute attribute = attributes.current();
      int type = attribute.type();
      if (type == Linux.WGDEVICE_A_IFNAME()) {
        name = attribute.string();
      } else if (type == Linux.WGDEVICE_A_PUBLIC_KEY()) {
        publicKey = PeerDump.key(attribute);
      } else if (type == Linux.WGDEVICE_A_LISTEN_PORT()) {
        listenPort = attribute.u16();
      } else if (type == Linux.WGDEVICE_A_FWMARK()) {
        firewallMark = attribute.u32();
      } else if (type == Linux.WGDEVICE_A_PEERS()) {
        addPeers(attribute.nested());
      }
    }
  }

  private void addPeers(Attributes attributes) throws NetlinkException {
    while (attributes.next()) {
      Attribute peer = attributes.current();
      peers.computeIfAbsent(PeerDump.keyOf(peer), PeerDump::new).add(peer);
    }
  }

  @Override
  public DeviceState result() {
    Map<PublicKey, PeerState> states = LinkedHashMap.newLinkedHashMap(peers.size());
    peers.forEach((key, peer) -> states.put(key, peer.state()));
    return new DeviceState(name, publicKey, listenPort, firewallMark, states);
  }

  private static boolean isPart(Message message, GenericFamily family) throws NetlinkException {
    return message.type() == family.id()
        && GenericFamily.commandOf(message) == Linux.WG_CMD_GET_DEVICE();
  }

  /** Keeps only the private key of a device, which is in the same dump. */
  static final class Key implements Conversation.Collector<Optional<PrivateKey>> {
    private final GenericFamily family;
    private @Nullable PrivateKey key;

    Key(GenericFamily family) {
      this.family = family;
    }

    @Override
    public void read(Message message) throws NetlinkException {
      if (key != null || !isPart(message, family)) {
        return;
      }
      Attributes attributes = message.attributes(genlmsghdr.sizeof());
      while (attributes.next()) {
        if (attributes.current().type() == Linux.WGDEVICE_A_PRIVATE_KEY()) {
          key = key(attributes.current());
        }
      }
    }

    private static PrivateKey key(Attribute attribute) throws NetlinkException {
      if (attribute.payload().byteSize() != Linux.WG_KEY_LEN()) {
        throw NetlinkException.malformed("a key does not have " + Linux.WG_KEY_LEN() + " bytes");
      }
      byte[] bytes = attribute.bytes();
      try {
        return PrivateKey.ofBytes(bytes);
      } finally {
        Arrays.fill(bytes, (byte) 0);
      }
    }

    @Override
    public Optional<PrivateKey> result() {
      return Optional.ofNullable(key);
    }
  }
}
