package io.wirelink.netlink;

import static io.wirelink.netlink.NetworkNamespace.addAddresses;
import static io.wirelink.netlink.NetworkNamespace.addPair;
import static io.wirelink.netlink.NetworkNamespace.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.DeviceException;
import io.wirelink.device.HostInterface;
import io.wirelink.device.HostNetwork;
import io.wirelink.device.InterfaceAddress;
import io.wirelink.device.IpAddress.Family;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** On the kernel of this machine, in namespaces that no packet leaves. */
@ExtendWith(NetworkNamespace.class)
final class ChangeSubscriptionIT {

  @Test
  void everyKindOfChangeIsTold() throws Exception {
    Semaphore changes = new Semaphore(0);
    try (HostNetwork network = open()) {
      network.onChange(changes::release);
      for (String change :
          List.of(
              "link add left type veth peer name right",
              "link set left up",
              "link set left mtu 1400",
              "address add 192.0.2.1/24 dev left",
              "address add 2001:db8::1/64 dev left nodad",
              "address del 192.0.2.1/24 dev left",
              "address del 2001:db8::1/64 dev left",
              "link set left down",
              "link del left")) {
        changes.drainPermits();
        run(("ip " + change).split(" "));
        assertTrue(changes.tryAcquire(Within.NEVER.toSeconds(), TimeUnit.SECONDS), change);
      }
    }
  }

  @Test
  void afterAnOverrunTheNextReadingShowsEverything() throws Exception {
    addPair();
    Semaphore called = new Semaphore(0);
    CountDownLatch goOn = new CountDownLatch(1);
    try (HostNetwork network = open()) {
      network.onChange(
          () -> {
            called.release();
            awaitUninterruptibly(goOn);
          });
      run("ip", "link", "set", "left", "up");
      assertTrue(called.tryAcquire(Within.NEVER.toSeconds(), TimeUnit.SECONDS));
      addAddresses("left", 6_000);
      goOn.countDown();
      assertTrue(called.tryAcquire(Within.NEVER.toSeconds(), TimeUnit.SECONDS));
      assertEquals(6_000, ipv4AddressesOf(network, "left"));
      called.drainPermits();
      run("ip", "link", "set", "left", "down");
      assertTrue(
          called.tryAcquire(Within.NEVER.toSeconds(), TimeUnit.SECONDS),
          "no change after the overrun");
    }
  }

  @Test
  void aCallbackThatFailsIsCalledAgain() throws Exception {
    Semaphore called = new Semaphore(0);
    try (HostNetwork network = open()) {
      network.onChange(
          () -> {
            Thread.currentThread().setUncaughtExceptionHandler((_, _) -> {});
            called.release();
            throw new IllegalStateException("as a test");
          });
      for (String state : List.of("down", "up", "down")) {
        run("ip", "link", "set", "lo", state);
        assertTrue(called.tryAcquire(Within.NEVER.toSeconds(), TimeUnit.SECONDS));
      }
    }
  }

  @Test
  void anErrorThatEndsTheThreadIsTold() throws Exception {
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    AssertionError error = new AssertionError("as a test");
    try (HostNetwork network = open()) {
      network.onChange(
          () -> {
            throw error;
          },
          failure::complete);
      run("ip", "link", "set", "lo", "down");
      assertSame(error, failure.get(Within.NEVER.toSeconds(), TimeUnit.SECONDS));
    }
  }

  @Test
  void anEndThatWasAskedForIsNoFailure() throws Exception {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    HostNetwork network = open();
    network.onChange(() -> {}, failure::set);
    List<Thread> threads = threadsOfSubscriptions();
    network.close();
    for (Thread thread : threads) {
      thread.join(Within.NEVER);
    }
    assertNull(failure.get());
  }

  @Test
  void closingEndsTheThreadsAndIsIdempotent() throws Exception {
    HostNetwork network = open();
    network.onChange(() -> {});
    network.onChange(network::close);
    List<Thread> threads = threadsOfSubscriptions();
    assertFalse(threads.isEmpty());
    network.close();
    network.close();
    for (Thread thread : threads) {
      thread.join(Within.NEVER);
      assertFalse(thread.isAlive());
    }
    assertThrows(IllegalStateException.class, () -> network.onChange(() -> {}));
  }

  private static HostNetwork open() throws DeviceException {
    return new KernelNetworkProvider().open();
  }

  private static long ipv4AddressesOf(HostNetwork network, String name) throws DeviceException {
    return network.interfaces().stream()
        .filter(candidate -> candidate.name().equals(name))
        .map(HostInterface::addresses)
        .flatMap(List<InterfaceAddress>::stream)
        .filter(address -> address.cidr().address().family() == Family.V4)
        .count();
  }

  private static List<Thread> threadsOfSubscriptions() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("netlink-changes"))
        .toList();
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      assertTrue(latch.await(Within.NEVER.toSeconds(), TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
