package io.wirelink.names;

import io.wirelink.agent.AgentListener;
import io.wirelink.agent.AgentView;
import io.wirelink.agent.ViewSource;
import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PublicKey;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The names of a mesh on this host: from when its agent has begun until it is closed, they are
 * answered at the agent's address in the tunnel. That they cannot be is no reason for an agent to
 * end; it is tried again.
 */
public final class NameService implements AgentListener, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(NameService.class);

  /** The port of DNS (RFC 1035, 4.2). */
  public static final int PORT = 53;

  /** When it is tried again to have the port, in seconds. */
  private static final long RETRY_SECONDS = 10;

  private final NamesConfig config;
  private final String interfaceName;
  private final @Nullable NameDomain domain;
  private final Supplier<Map<PublicKey, String>> configured;
  private final NameCounts counts = new NameCounts();
  private final CountDownLatch begun = new CountDownLatch(1);
  private volatile @Nullable FreshZone fresh;
  private volatile @Nullable Endpoint at;
  private volatile String failure = "the agent has not begun yet";
  private @Nullable NameServer server;
  private volatile @Nullable ResolvedLink resolved;
  private @Nullable Thread opening;
  private boolean closed;

  /**
   * A service that does nothing yet.
   *
   * @param config whom it answers
   * @param interfaceName the interface of the mesh
   * @param configured the names that this host's configuration gives at the moment, by key
   */
  public NameService(
      NamesConfig config, String interfaceName, Supplier<Map<PublicKey, String>> configured) {
    this.config = config;
    this.interfaceName = interfaceName;
    this.configured = configured;
    this.domain = config.domainOf(interfaceName).orElse(null);
  }

  /** Serves as soon as the agent has begun, unless names are off. */
  public synchronized void begin(ViewSource agent) {
    if (config.mode() == NamesMode.OFF || closed) {
      return;
    }
    if (domain == null) {
      failure = "the name of the interface fits into no domain: configure one (\"domain\")";
      log.warn("Names are not answered: {}", failure);
      return;
    }
    FreshZone zone =
        new FreshZone(
            () -> zoneAt(agent.view(), domain), System::nanoTime, FreshZone.PATIENCE_NANOS);
    fresh = zone;
    opening = Thread.ofPlatform().daemon().name("names-open").unstarted(() -> open(agent, zone));
    opening.start();
  }

  @Override
  public void started() {
    begun.countDown();
  }

  @Override
  public void stepped(long nanos) {
    changed();
  }

  /** What is known may have changed, such as what the configuration calls hosts. */
  public void changed() {
    FreshZone zone = fresh;
    if (zone != null) {
      zone.stepped(0);
    }
  }

  /** What became of queries so far. */
  public NameCounts counts() {
    return counts;
  }

  private void open(ViewSource agent, FreshZone zone) {
    try {
      begun.await();
      boolean said = false;
      while (!isOpened(agent, zone, said)) {
        said = true;
        TimeUnit.SECONDS.sleep(RETRY_SECONDS);
      }
    } catch (InterruptedException e) {
      log.debug("Closed before names were answered");
    }
  }

  private boolean isOpened(ViewSource agent, FreshZone zone, boolean said)
      throws InterruptedException {
    try {
      PublicKey self = agent.view().self();
      IpAddress address = self.linkLocalAddress();
      int index = TunnelAddresses.of(interfaceName).index();
      Queries queries =
          new Queries(config.mode() == NamesMode.PEERS, address, zone, System::nanoTime, counts);
      InetSocketAddress socket =
          new InetSocketAddress(Inet6Address.getByAddress(null, address.bytes(), index), PORT);
      if (isKept(NameServer.open(socket, queries), new Endpoint(address, PORT))) {
        tellResolved(self);
      }
      return true;
    } catch (IOException | TimeoutException e) {
      failure = "the port cannot be had (" + e.getMessage() + ")";
      log.atLevel(said ? Level.DEBUG : Level.WARN)
          .log("Names are not answered: {}; it is tried again", failure);
      return false;
    }
  }

  private synchronized boolean isKept(NameServer opened, Endpoint where) {
    if (closed) {
      opened.close();
      return false;
    }
    server = opened;
    at = where;
    failure = "";
    log.info(
        "Names of hosts such as NAME.{} are answered at {}%{} port {}",
        domain, where.address(), interfaceName, where.port());
    return true;
  }

  /** Tells systemd-resolved, where that takes this process's word; a unit does it by itself. */
  private void tellResolved(PublicKey self) throws InterruptedException {
    NameDomain ofAll = domain;
    Optional<ResolvedLink> link =
        ofAll == null ? Optional.empty() : ResolvedLink.of(interfaceName, self, ofAll);
    if (link.isEmpty()) {
      return;
    }
    Optional<String> why = link.get().tell();
    if (why.isEmpty()) {
      resolved = link.get();
      log.info("systemd-resolved asks there for names in {} and for short ones", ofAll);
    } else {
      log.warn("systemd-resolved is not told where names are answered: {}", why.get());
    }
  }

  private Zone zoneAt(AgentView view, NameDomain ofAll) {
    TunnelAddresses own = TunnelAddresses.of(interfaceName);
    return Zone.of(ofAll, NameClaims.of(view, configured.get(), own.addresses()), own.networks());
  }

  /** How it stands with names when the agent knows this. */
  public NamesView at(AgentView view) {
    Optional<Zone> zone = Optional.ofNullable(domain).map(ofAll -> zoneAt(view, ofAll));
    return new NamesView(
        config.mode(),
        domain,
        at,
        config.mode() == NamesMode.OFF ? "" : failure,
        zone.map(Zone::hosts).orElse(List.of()),
        zone.map(Zone::refused).orElse(List.of()));
  }

  /** Ends it and frees the port. Idempotent. */
  @Override
  public void close() {
    NameServer open;
    synchronized (this) {
      closed = true;
      open = server;
      at = null;
      if (opening != null) {
        opening.interrupt();
      }
    }
    takeBack();
    if (open != null) {
      open.close();
    }
    FreshZone zone = fresh;
    if (zone != null) {
      zone.close();
    }
  }

  /** Takes back what systemd-resolved was told, before nobody answers it any more. */
  private void takeBack() {
    ResolvedLink link = resolved;
    resolved = null;
    if (link != null) {
      try {
        link.takeBack();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
