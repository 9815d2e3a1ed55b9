package io.wirelink.agent;

import io.wirelink.device.PublicKey;
import io.wirelink.fact.MalformedFactException;
import io.wirelink.gossip.Allowance;
import io.wirelink.gossip.Opened;
import io.wirelink.gossip.PathMessage;
import io.wirelink.gossip.PathMessage.Word;
import io.wirelink.gossip.Sealer;
import io.wirelink.path.Probing;
import io.wirelink.path.Traffic;
import java.security.InvalidKeyException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What agents say to each other about the paths between them (docs/protocol.md, "Paths"): probes
 * and echoes on the path itself, and reports that a router passes on where the path is broken.
 *
 * <p>Whoever asks for much is answered little: each peer has an allowance, and nobody can make this
 * host send more bytes than it got.
 */
final class PathExchange {

  private static final Logger log = LoggerFactory.getLogger(PathExchange.class);

  /** Routers that a report goes by: one may be gone as well. */
  private static final int ROUTERS = 2;

  /** Peers with a path that is kept from traffic that are asked to look at a router as well. */
  private static final int HELD_BACK = 16;

  /**
   * How many peers are asked to call at once, and how long it takes until one more is: a quarter of
   * what a router passes on, so that what is said of broken paths has its room.
   */
  private static final int REQUESTS = 32;

  private static final long REQUEST_NANOS = 400_000_000L;

  private final Mesh mesh;
  private final Outbox outbox;
  private final Sealer sealer;
  private final RandomGenerator random;
  private final Touched touched;
  private final List<Action> waiting = new ArrayList<>();
  private final DetourExchange detours;

  /** Routers that others have asked this host to look at, and until when that counts. */
  private final Map<PublicKey, Long> watched = new HashMap<>();

  private final Allowance alarms =
      new Allowance(Timing.ALARMS_AT_ONCE, Timing.ALARM_INTERVAL_NANOS);
  private final Allowance suspicions =
      new Allowance(Timing.ALARMS_AT_ONCE, Timing.ALARM_INTERVAL_NANOS);
  private final Allowance requests = new Allowance(REQUESTS, REQUEST_NANOS);
  private int order;
  private long probes;
  private long echoes;

  PathExchange(Mesh mesh, Outbox outbox, Sealer sealer, RandomGenerator random, Touched touched) {
    this.touched = touched;
    this.mesh = mesh;
    this.outbox = outbox;
    this.sealer = sealer;
    this.random = random;
    this.order = random.nextInt();
    this.detours = new DetourExchange(mesh, this::send);
  }

  /** Takes in a message from the peer itself. */
  void receive(Peer peer, PathMessage message, long nowNanos) {
    switch (message) {
      case PathMessage.Probe(long id, Word word, int length) -> {
        // The word first: the echo is to say what follows from it.
        peer.path().probed(word, nowNanos);
        if (peer.allowances().echoes().take(nowNanos)) {
          send(peer, new PathMessage.Echo(id, word(peer), length), nowNanos);
        }
      }
      case PathMessage.Echo(long id, Word word, int length) -> {
        if (peer.path().echoed(id, word, nowNanos)) {
          echoes++;
          peer.roundTrip().measured(peer.path().probing().lastTaken(), nowNanos);
        }
      }
      case PathMessage.PassOn(PublicKey recipient, byte[] packet) ->
          passOn(peer, recipient, packet, nowNanos);
      case PathMessage.PassedOn(byte[] packet) -> {
        if (peer.allowances().passedOn().take(nowNanos)) {
          open(peer, packet, nowNanos);
        }
      }
      case PathMessage.LookAt(PublicKey router) -> lookAt(peer, router, nowNanos);
      case PathMessage.Detour detour -> detours.receive(peer, detour, nowNanos);
      case PathMessage.Reaches reaches -> detours.receive(peer, reaches, nowNanos);
      case PathMessage.Report report ->
          log.debug("{} sends a report on the path that it is about", mesh.nameOf(peer.key()));
    }
  }

  private void passOn(Peer from, PublicKey recipient, byte[] packet, long nowNanos) {
    Peer to = mesh.peer(recipient);
    if (to != null
        && to != from
        && mesh.isSelfRouter()
        && to.isHealthy()
        && to.understands(PathMessage.PASSING)
        && from.allowances().passOn().take(nowNanos)) {
      send(to, new PathMessage.PassedOn(packet), nowNanos);
    }
  }

  private void open(Peer carrier, byte[] packet, long nowNanos) {
    if (sealer.open(packet, mesh::isDevicePeer) instanceof Opened.Accepted(var sender, var inner)) {
      Peer peer = mesh.peer(sender);
      try {
        if (peer != null
            && PathMessage.in(inner).orElse(null)
                instanceof PathMessage.Report(var bootId, var word)) {
          if (peer.bootId() != null && bootId.isSameAs(peer.bootId())) {
            peer.path().reported(word, nowNanos);
            peer.session().reported(word, nowNanos);
          } else if (peer.agent().asked(bootId) && peer.tries().takeNews(nowNanos)) {
            touched.add(peer.key());
          }
        }
      } catch (MalformedFactException e) {
        log.debug("{} passes on nonsense: {}", mesh.nameOf(carrier.key()), e.getMessage());
      }
    }
  }

  private void lookAt(Peer from, PublicKey router, long nowNanos) {
    Peer peer = mesh.peer(router);
    if (peer == null || peer == from || !from.allowances().lookAt().take(nowNanos)) {
      return;
    }
    peer.path().lookAtOnce(nowNanos);
    if (mesh.isSelfRouter()) {
      watched.put(router, nowNanos + Timing.ALARM_MEMORY_NANOS);
      if (!peer.isHealthy()) {
        alarm(peer, nowNanos);
      }
    }
  }

  /**
   * Notes that a path seems to break. If it is the one to a router, others may go by that one too,
   * and see nothing of it as long as they wait for traffic: they are asked to look.
   */
  private void suspect(Peer peer, long nowNanos) {
    if (mesh.isSelfRouter()) {
      if (watched.getOrDefault(peer.key(), Long.MIN_VALUE) > nowNanos) {
        alarm(peer, nowNanos);
      }
    } else if (mesh.isRouter(peer.key()) && suspicions.take(nowNanos)) {
      for (Peer other : mesh.routers().passingRouters(peer, ROUTERS)) {
        send(other, new PathMessage.LookAt(peer.key()), nowNanos);
      }
      // Whose path is kept from traffic goes by a router as well, and must find with this host
      // that any path is better than none.
      mesh.peers().stream()
          .filter(other -> other.isHealthy() && !other.pathState().isFit())
          .filter(other -> other.understands(PathMessage.PASSING))
          .limit(HELD_BACK)
          .forEach(other -> send(other, new PathMessage.LookAt(peer.key()), nowNanos));
    }
  }

  private void alarm(Peer router, long nowNanos) {
    watched.remove(router.key());
    if (!alarms.take(nowNanos)) {
      return;
    }
    for (Peer other : mesh.peers()) {
      if (other != router && other.isHealthy() && other.understands(PathMessage.PASSING)) {
        send(other, new PathMessage.LookAt(router.key()), nowNanos);
      }
    }
  }

  /**
   * Draws the conclusions that are due, and asks what is to be asked.
   *
   * @return whether the device is to be read, since a conclusion hangs on what it says
   */
  boolean tick(long nowNanos) {
    boolean awaited = false;
    for (Peer peer : mesh.pathDeadlines().due(nowNanos)) {
      for (Probing.Question question : peer.path().tick(isWitnessed(peer), nowNanos, random)) {
        int length = question.large() ? largeLength() : PathMessage.SHORTEST;
        probes++;
        send(peer, new PathMessage.Probe(question.id(), word(peer), length), nowNanos);
      }
      report(peer, nowNanos);
      if (peer.path().isUnanswered()) {
        suspect(peer, nowNanos);
      }
      awaited |= peer.path().isLookAwaited();
    }
    watched.values().removeIf(until -> until <= nowNanos);
    detours.tick(nowNanos);
    return awaited;
  }

  /** Looks what is to be said of a router that something happened to. */
  void consider(Peer router, long nowNanos) {
    detours.consider(router, nowNanos);
  }

  /** How many probes were sent. */
  long probes() {
    return probes;
  }

  /** How many answers to them came. */
  long echoes() {
    return echoes;
  }

  /**
   * Whether the silence of its agent says nothing of a peer: it can speak by way of a router, and
   * would refuse what comes by another way as long as it keeps to this path; or this host is its
   * router, and there is no other way.
   */
  private boolean isWitnessed(Peer peer) {
    return !mesh.isRouter(peer.key())
        && (mesh.isSelfRouter()
            || (peer.understands(PathMessage.PASSING)
                && !mesh.routers().passingRouters(peer, 1).isEmpty()));
  }

  /** What is to be sent now. */
  List<Action> take() {
    List<Action> due = List.copyOf(waiting);
    waiting.clear();
    return due;
  }

  private void report(Peer peer, long nowNanos) {
    Word word = peer.path().report(order + 1, nowNanos);
    if (word != null && peer.understands(PathMessage.PASSING)) {
      order++;
      report(peer, word, nowNanos);
    }
  }

  /**
   * Asks a peer whose agent this one has not heard yet to call this host: it is the one that gets
   * through, and hears of nothing else that this agent has started.
   */
  void askToCall(Peer peer, long nowNanos) {
    if (requests.take(nowNanos)) {
      report(peer, new Word(++order, false, true), nowNanos);
    }
  }

  private void report(Peer peer, Word word, long nowNanos) {
    byte[] inner = new PathMessage.Report(outbox.bootId(), word).inner();
    try {
      for (Peer router : mesh.routers().passingRouters(peer, ROUTERS)) {
        byte[] packet = sealer.seal(peer.key(), inner);
        send(router, new PathMessage.PassOn(peer.key(), packet), nowNanos);
      }
    } catch (InvalidKeyException e) {
      log.debug("No report can be made for {}: {}", mesh.nameOf(peer.key()), e.getMessage());
    }
  }

  private Word word(Peer peer) {
    return peer.path().word(++order);
  }

  private void send(Peer peer, PathMessage message, long nowNanos) {
    outbox.send(peer, message.inner(), nowNanos).ifPresent(waiting::add);
  }

  /** The inner bytes of a probe that fills a packet of the tunnel's own size. */
  private int largeLength() {
    return Math.max(
        PathMessage.SHORTEST, Sealer.innerLength(mesh.tunnelMtu() - Traffic.INNER_HEADERS));
  }

  /**
   * When {@link #tick} must be called at the latest; {@link Long#MAX_VALUE} if there is no need.
   */
  long deadlineNanos() {
    return waiting.isEmpty()
        ? Math.min(mesh.pathDeadlines().earliestNanos(), detours.deadlineNanos())
        : Long.MIN_VALUE;
  }
}
