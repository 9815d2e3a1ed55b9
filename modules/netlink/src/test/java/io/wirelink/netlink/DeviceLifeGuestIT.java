package io.wirelink.netlink;

import static io.wirelink.netlink.NetworkNamespace.run;
import static io.wirelink.netlink.Wg.key;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceChange;
import io.wirelink.device.DeviceException;
import io.wirelink.device.DeviceException.Reason;
import io.wirelink.device.DeviceState;
import io.wirelink.device.Endpoint;
import io.wirelink.device.HostNetwork;
import io.wirelink.device.PeerChange;
import io.wirelink.device.PeerState;
import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import io.wirelink.device.WireGuard;
import io.wirelink.device.WireGuardInterfaces;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of devices of a real kernel: handshakes, changes by others, the end. */
@ExtendWith(NetworkNamespace.class)
final class DeviceLifeGuestIT {

  @Test
  void whatTheKernelServesIsOpenedThroughTheKernel() throws Exception {
    WireGuard made = Wg.add("wg0");
    try (HostNetwork network = new KernelNetworkProvider().open()) {
      WireGuard opened = WireGuardInterfaces.of(network).open("wg0");
      assertInstanceOf(KernelWireGuard.class, opened);
      assertEquals(made.read(), opened.read());
    }
  }

  @Test
  void aHandshakeIsToldInNanosecondsWithScopeAndCounters() throws Exception {
    WireGuard device = Wg.add("wg0");
    NetworkNamespace.addPair();
    run("ip", "netns", "add", "peer");
    try {
      PrivateKey key = PrivateKey.parse(run("wg", "genkey").strip());
      PublicKey peerKey = setUpPeer(key.publicKey());
      run("ip", "link", "set", "left", "addrgenmode", "none", "up");
      run("ip", "address", "add", "fe80::1/64", "dev", "left", "nodad");
      int left = Wg.indexOf("left");
      Endpoint endpoint = Endpoint.parse("[fe80::2%" + left + "]:51821");
      PeerChange peer =
          PeerChange.add(peerKey)
              .withEndpoint(endpoint)
              .withAllowedIps(Set.of(Cidr.parse("fd00::2/128")));
      Instant before = Instant.now();
      device.configure(new DeviceChange(key, 51820, null, true, List.of(peer)));
      run("ip", "link", "set", "wg0", "up");
      run("ip", "route", "add", "fd00::2/128", "dev", "wg0");
      PeerState state = afterHandshake(device);
      run("ip", "link", "set", "wg0", "down");
      assertEquals(endpoint, state.endpoint());
      assertTrue(state.sentBytes() > 0, state::toString);
      Instant handshake = state.lastHandshake();
      assertTrue(!handshake.isBefore(before) && !handshake.isAfter(Instant.now()), state::toString);
      assertNotEquals(handshake.truncatedTo(ChronoUnit.MILLIS), handshake);
      Wg.assertSame(device);
    } finally {
      run("ip", "netns", "del", "peer");
    }
  }

  /** Sets up the other end of the cable, and returns its key. */
  private static PublicKey setUpPeer(PublicKey other) throws Exception {
    run("ip", "link", "set", "right", "netns", "peer");
    run("ip", "-n", "peer", "link", "set", "right", "addrgenmode", "none", "up");
    run("ip", "-n", "peer", "address", "add", "fe80::2/64", "dev", "right", "nodad");
    run("ip", "-n", "peer", "link", "add", "wg0", "type", "wireguard");
    PrivateKey key = PrivateKey.parse(run("wg", "genkey").strip());
    String configuration =
        "[Interface]%nPrivateKey = %s%nListenPort = 51821%n[Peer]%nPublicKey = %s%nAllowedIPs = ::/0%n"
            .formatted(Base64.getEncoder().encodeToString(key.bytes()), other);
    NetworkNamespace.runWithInput(
        configuration, "ip", "netns", "exec", "peer", "wg", "setconf", "wg0", "/dev/stdin");
    run("ip", "-n", "peer", "link", "set", "wg0", "up");
    return key.publicKey();
  }

  private static PeerState afterHandshake(WireGuard device) throws Exception {
    long deadline = System.nanoTime() + Within.NEVER.toNanos();
    try (DatagramSocket socket = new DatagramSocket()) {
      while (true) {
        PeerState peer = device.read().peers().values().iterator().next();
        if (peer.lastHandshake() != null && peer.receivedBytes() > 0) {
          return peer;
        }
        assertTrue(System.nanoTime() < deadline, peer::toString);
        socket.send(new DatagramPacket(new byte[1], 1, InetAddress.getByName("fd00::2"), 9));
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
    }
  }

  @Test
  void whatIsReadIsOneStateAndNotTwoHalves() throws Exception {
    WireGuard device = Wg.add("wg0");
    setAllKeepalives(device, 1);
    Semaphore next = new Semaphore(0);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread writer =
        NetworkNamespace.sibling(
            () -> {
              for (int generation = 2;
                  next.tryAcquire(Within.NEVER.toSeconds(), TimeUnit.SECONDS); ) {
                setAllKeepalives(device, generation++);
              }
            },
            failure);
    for (int i = 0; i < 500; i++) {
      next.release();
      DeviceState state = device.read();
      assertEquals(60, state.peers().size());
      assertEquals(
          1,
          state.peers().values().stream().map(PeerState::keepaliveSeconds).distinct().count(),
          state::toString);
    }
    writer.interrupt();
    writer.join(Within.NEVER);
    assertInstanceOf(InterruptedException.class, failure.get());
  }

  /** In one message, so that the device goes from one state to the next without one in between. */
  private static void setAllKeepalives(WireGuard device, int seconds) throws DeviceException {
    List<PeerChange> changes = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      changes.add(PeerChange.add(key(i)).withKeepalive(seconds));
    }
    device.configure(DeviceChange.ofPeers(changes));
  }

  @Test
  void anInterfaceThatIsDeletedUnderAReaderIsGoneEvenIfItsNameIsNot() throws Exception {
    WireGuard device = Wg.add("wg0");
    setAllKeepalives(device, 1);
    Semaphore reads = new Semaphore(0);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread reader =
        NetworkNamespace.sibling(
            () -> {
              while (true) {
                assertEquals(60, device.read().peers().size());
                reads.release();
              }
            },
            failure);
    assertTrue(reads.tryAcquire(50, Within.NEVER.toSeconds(), TimeUnit.SECONDS));
    run("ip", "link", "del", "wg0");
    reader.join(Within.NEVER);
    assertEquals(Reason.GONE, assertInstanceOf(DeviceException.class, failure.get()).reason());
    assertEquals("cannot read wg0: the interface wg0 is gone", failure.get().getMessage());
    WireGuard successor = Wg.add("wg0");
    assertEquals(
        Reason.GONE,
        assertThrows(DeviceException.class, () -> setAllKeepalives(device, 2)).reason());
    assertEquals(0, successor.read().peers().size());
  }

  @Test
  void withoutPrivilegeNothingIsReadNorChanged() throws Throwable {
    Wg.add("wg0").close();
    NetworkNamespace.dropPrivileges();
    try (WireGuard device = new KernelBackend().open("wg0").orElseThrow()) {
      DeviceException read = assertThrows(DeviceException.class, device::read);
      assertEquals(Reason.NO_PERMISSION, read.reason());
      assertEquals(
          "cannot read wg0: needs CAP_NET_ADMIN: run as root or by the systemd unit",
          read.getMessage());
      DeviceException change =
          assertThrows(DeviceException.class, () -> setAllKeepalives(device, 1));
      assertEquals(Reason.NO_PERMISSION, change.reason());
    }
  }

  @Test
  void aPortThatIsTakenIsSaidToBe() throws Exception {
    WireGuard device = Wg.add("wg0");
    run("ip", "link", "set", "wg0", "up");
    try (DatagramSocket taken = new DatagramSocket()) {
      DeviceException e =
          assertThrows(
              DeviceException.class,
              () ->
                  device.configure(
                      new DeviceChange(null, taken.getLocalPort(), null, false, List.of())));
      assertEquals(
          "cannot configure wg0: the port is taken by another process (errno 98)", e.getMessage());
    }
  }
}
