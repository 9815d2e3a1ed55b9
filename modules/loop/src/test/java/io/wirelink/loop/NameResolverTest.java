package io.wirelink.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.agent.Event;
import io.wirelink.device.IpAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How names become addresses without the agent waiting for them. */
@Timeout(300)
class NameResolverTest {
  private static final long NEVER = TimeUnit.DAYS.toNanos(1);
  private static final long AT_ONCE = 1;
  private static final IpAddress ADDRESS = IpAddress.parse("192.0.2.7");

  private final BlockingQueue<Event.NameResolved> answers = new LinkedBlockingQueue<>();

  /** The names that were asked for, in the order in which a thread took them. */
  private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();

  private final CountDownLatch go = new CountDownLatch(1);

  /** Answers once it is let go. */
  private InetAddress[] slow(String host) throws UnknownHostException {
    asked.add(host);
    try {
      go.await();
    } catch (InterruptedException e) {
      throw new UnknownHostException(host);
    }
    return new InetAddress[] {ADDRESS.toInetAddress()};
  }

  private NameResolver resolver(NameResolver.Directory directory, long limitNanos) {
    return new NameResolver(answers::add, directory, limitNanos);
  }

  @Test
  void aNameHasAllItsAddresses() throws Exception {
    IpAddress other = IpAddress.parse("2001:db8::7");
    InetAddress[] both = {ADDRESS.toInetAddress(), other.toInetAddress()};
    try (NameResolver resolver = resolver(host -> both, NEVER)) {
      resolver.resolve("router.example");
      assertEquals(
          new Event.NameResolved("router.example", List.of(ADDRESS, other)), answers.take());
    }
  }

  @Test
  void anAddressIsANameThatNobodyIsAskedFor() throws Exception {
    try (NameResolver resolver = new NameResolver(answers::add)) {
      resolver.resolve("192.0.2.7");
      assertEquals(new Event.NameResolved("192.0.2.7", List.of(ADDRESS)), answers.take());
    }
  }

  @Test
  void aNameThatIsUnknownOrCannotBeLookedUpHasNone() throws Exception {
    NameResolver.Directory failing =
        host -> {
          if (host.equals("unknown.example")) {
            throw new UnknownHostException(host);
          }
          throw new IllegalArgumentException(host);
        };
    try (NameResolver resolver = resolver(failing, NEVER)) {
      resolver.resolve("unknown.example");
      assertEquals(new Event.NameResolved("unknown.example", List.of()), answers.take());
      resolver.resolve("wrong.example");
      assertEquals(new Event.NameResolved("wrong.example", List.of()), answers.take());
    }
  }

  @Test
  void aNameThatIsUnderWayIsNotAskedForAgainUntilItIsAnswered() throws Exception {
    try (NameResolver resolver = resolver(this::slow, NEVER)) {
      resolver.resolve("a.example");
      assertEquals("a.example", asked.take());
      resolver.resolve("a.example");
      resolver.resolve("b.example");
      assertEquals("b.example", asked.take());
      go.countDown();
      Set<String> names = new TreeSet<>(List.of(answers.take().host(), answers.take().host()));
      assertEquals(Set.of("a.example", "b.example"), names);
      resolver.resolve("a.example");
      assertEquals("a.example", asked.take());
      assertEquals("a.example", answers.take().host());
    }
    assertTrue(answers.isEmpty());
  }

  @Test
  void aNameServerThatHangsIsNoAnswer() throws Exception {
    try (NameResolver resolver = resolver(this::slow, AT_ONCE)) {
      // More than are asked for at the same time: who waits behind them is answered too.
      for (int i = 0; i <= NameResolver.THREADS; i++) {
        resolver.resolve(i + ".example");
      }
      for (int i = 0; i <= NameResolver.THREADS; i++) {
        assertEquals(List.of(), answers.take().addresses());
      }
      assertEquals(1, go.getCount());
    }
  }

  @Test
  void whatIsTooMuchIsNotAskedForUntilThereIsRoom() throws Exception {
    int room = NameResolver.THREADS + NameResolver.MAX_WAITING;
    try (NameResolver resolver = resolver(this::slow, NEVER)) {
      for (int i = 0; i < room; i++) {
        resolver.resolve(i + ".example");
      }
      resolver.resolve("one-more.example");
      go.countDown();
      for (int i = 0; i < room; i++) {
        assertTrue(answers.take().host().matches("\\d+\\.example"));
      }
      resolver.resolve("one-more.example");
      assertEquals(new Event.NameResolved("one-more.example", List.of(ADDRESS)), answers.take());
    }
  }

  @Test
  void aNameServerThatHangsDoesNotKeepTheAgentFromEnding() throws Exception {
    NameResolver resolver = resolver(this::slow, NEVER);
    resolver.resolve("a.example");
    assertEquals("a.example", asked.take());
    resolver.close();
    assertEquals(new Event.NameResolved("a.example", List.of()), answers.take());
    resolver.resolve("b.example");
    assertTrue(asked.isEmpty());
  }
}
