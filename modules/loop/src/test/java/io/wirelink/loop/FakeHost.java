package io.wirelink.loop;

import io.wirelink.device.Cidr;
import io.wirelink.device.DeviceChange;
import io.wirelink.device.DeviceException;
import io.wirelink.device.DeviceState;
import io.wirelink.device.HostInterface;
import io.wirelink.device.HostNetwork;
import io.wirelink.device.InterfaceAddress;
import io.wirelink.device.InterfaceCounters;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PeerChange;
import io.wirelink.device.PeerState;
import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import io.wirelink.device.WireGuard;
import io.wirelink.gossip.TransportException;
import io.wirelink.gossip.UdpTransport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A host with wg0; its sockets are on the loopback, and whoever waits for a socket waits no time.
 */
final class FakeHost implements WireGuard, HostNetwork, SocketOpener {
  static final String NAME = "wg0";
  static final int INDEX = 7;
  static final PrivateKey KEY = PrivateKey.parse("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
  static final IpAddress LINK_LOCAL = KEY.publicKey().linkLocalAddress();
  static final IpAddress LOOPBACK = IpAddress.parse("::1");

  /** What goes wrong with a device. */
  @FunctionalInterface
  interface Trouble {
    Trouble NONE = () -> {};

    void happen() throws DeviceException;

    /** The device fails for this reason. */
    static Trouble of(DeviceException.Reason reason, String sentence) {
      return () -> {
        throw new DeviceException(reason, sentence);
      };
    }
  }

  /** Where a thread waits until it is let through. */
  record Gate(CountDownLatch reached, CountDownLatch opened) {
    Gate() {
      this(new CountDownLatch(1), new CountDownLatch(1));
    }

    void pass() {
      reached.countDown();
      try {
        opened.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** One that no host has. */
  private static final IpAddress ELSEWHERE = IpAddress.parse("2001:db8::1");

  volatile PublicKey publicKey = KEY.publicKey();
  volatile int listenPort = 51820;

  /** The peers that the device has. */
  final Map<PublicKey, PeerState> peers = new ConcurrentHashMap<>();

  /** What is done when the device is read. */
  volatile Trouble reading = Trouble.NONE;

  /** What is done when it is changed. */
  volatile Trouble changing = Trouble.NONE;

  /** The changes of peers that were asked for, those that failed too. */
  final BlockingQueue<PeerChange> changes = new LinkedBlockingQueue<>();

  /** An element for each time that the device was read. */
  final BlockingQueue<Integer> reads = new LinkedBlockingQueue<>();

  /** The interfaces; null if they cannot be read. */
  volatile @Nullable List<HostInterface> interfaces = List.of(up(LINK_LOCAL));

  /** Stops whoever reads them; null if nobody is stopped. */
  volatile @Nullable Gate gate;

  /** An element for each time that they were read. */
  final BlockingQueue<Integer> looks = new LinkedBlockingQueue<>();

  final BlockingQueue<Cidr> added = new LinkedBlockingQueue<>();

  /** Who is told of changes, and who of the end of that. */
  volatile Runnable changed = () -> {};

  volatile Consumer<Throwable> failed = failure -> {};

  /** How often the address cannot be bound yet. */
  int tentative;

  /** The ports that were asked for, one for each try. */
  final List<Integer> tries = Collections.synchronizedList(new ArrayList<>());

  /** The pauses between them, in nanoseconds. */
  final List<Long> pauses = new ArrayList<>();

  /** Where packets arrive; null until the socket is open. */
  volatile UdpTransport.@Nullable Inbox inbox;

  /** The socket; null until it is open. */
  volatile @Nullable UdpTransport socket;

  /** Lets the device be read once, as the loop does for the port, before that happens. */
  void onceRead(Trouble trouble) {
    reading = () -> reading = trouble;
  }

  /** The interface with these addresses. */
  static HostInterface up(IpAddress... addresses) {
    return of(true, addresses);
  }

  /** The interface, which is down. */
  static HostInterface down() {
    return of(false);
  }

  private static HostInterface of(boolean up, IpAddress... addresses) {
    List<InterfaceAddress> all = new ArrayList<>();
    for (IpAddress address : addresses) {
      all.add(new InterfaceAddress(new Cidr(address, 64), true));
    }
    return new HostInterface(NAME, INDEX, up, all);
  }

  @Override
  public String interfaceName() {
    return NAME;
  }

  @Override
  public String backend() {
    return "fake";
  }

  @Override
  public DeviceState read() throws DeviceException {
    reads.add(1);
    reading.happen();
    return new DeviceState(NAME, publicKey, listenPort, 0, peers);
  }

  @Override
  public PrivateKey privateKey() {
    return KEY;
  }

  @Override
  public void configure(DeviceChange change) throws DeviceException {
    changes.addAll(change.peers());
    changing.happen();
    if (change.privateKey() != null) {
      publicKey = change.privateKey().publicKey();
    }
    for (PeerChange each : change.peers()) {
      peers.compute(each.publicKey(), (key, before) -> changed(each, before));
    }
  }

  private static PeerState changed(PeerChange change, @Nullable PeerState before) {
    Set<Cidr> networks = new HashSet<>(change.allowedIps());
    if (before != null && !change.replaceAllowedIps()) {
      networks.addAll(before.allowedIps());
    }
    return peer(change.publicKey(), networks);
  }

  /** A peer that nobody has heard of. */
  static PeerState peer(PublicKey key, Set<Cidr> allowedIps) {
    return new PeerState(key, null, null, 0, 0, 0, allowedIps);
  }

  @Override
  public List<HostInterface> interfaces() throws DeviceException {
    Gate closed = gate;
    if (closed != null) {
      closed.pass();
    }
    looks.add(1);
    List<HostInterface> all = interfaces;
    if (all == null) {
      throw new DeviceException(DeviceException.Reason.FAILED, "the kernel is busy");
    }
    return all;
  }

  @Override
  public InterfaceCounters counters(String interfaceName) {
    return new InterfaceCounters(0, 0);
  }

  @Override
  public void addAddress(String interfaceName, Cidr address) {
    added.add(address);
  }

  @Override
  public void removeAddress(String interfaceName, Cidr address) {
    added.remove(address);
  }

  @Override
  public void onChange(Runnable changed, Consumer<Throwable> failed) {
    this.changed = changed;
    this.failed = failed;
  }

  @Override
  public UdpTransport open(IpAddress address, int scopeId, int port, UdpTransport.Inbox inbox)
      throws TransportException {
    tries.add(port);
    if (tries.size() <= tentative) {
      return UdpTransport.open(ELSEWHERE, 0, 0, inbox);
    }
    this.inbox = inbox;
    UdpTransport opened = UdpTransport.open(LOOPBACK, 0, 0, inbox);
    socket = opened;
    return opened;
  }

  @Override
  public void pause(long nanos) {
    pauses.add(nanos);
  }

  @Override
  public void close() {
    throw new AssertionError("the host is not the loop's to close");
  }
}
