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
import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import io.wirelink.device.WireGuard;
import io.wirelink.gossip.TransportException;
import io.wirelink.gossip.UdpTransport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A host with wg0, without peers; its sockets are on the loopback, and time is what it says. */
final class FakeHost implements WireGuard, HostNetwork, SocketOpener {
  static final String NAME = "wg0";
  static final int INDEX = 7;
  static final PrivateKey KEY = PrivateKey.parse("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
  static final IpAddress LINK_LOCAL = KEY.publicKey().linkLocalAddress();
  static final IpAddress LOOPBACK = IpAddress.parse("::1");

  /** One that no host has. */
  private static final IpAddress ELSEWHERE = IpAddress.parse("2001:db8::1");

  volatile PublicKey publicKey = KEY.publicKey();
  volatile int listenPort = 51820;

  /** What reading the device fails with; null if it does not. */
  volatile @Nullable DeviceException unreadable;

  /** Awaited by who reads the device. */
  volatile CountDownLatch slow = new CountDownLatch(0);

  /** How often the device was read. */
  final BlockingQueue<Integer> reads = new LinkedBlockingQueue<>();

  /** The interfaces; null if they cannot be read. */
  volatile @Nullable List<HostInterface> interfaces = List.of(up(LINK_LOCAL));

  /** How often they were read. */
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
    try {
      slow.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    DeviceException trouble = unreadable;
    if (trouble != null) {
      throw trouble;
    }
    return new DeviceState(NAME, publicKey, listenPort, 0, Map.of());
  }

  @Override
  public PrivateKey privateKey() {
    return KEY;
  }

  @Override
  public void configure(DeviceChange change) {
    throw new AssertionError("who has no peers changes none: " + change);
  }

  @Override
  public List<HostInterface> interfaces() throws DeviceException {
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
    return UdpTransport.open(LOOPBACK, 0, 0, inbox);
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
