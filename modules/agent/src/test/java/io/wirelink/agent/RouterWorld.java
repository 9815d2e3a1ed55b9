package io.wirelink.agent;

import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.HostInterface;
import io.wirelink.device.InterfaceAddress;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Fact;
import io.wirelink.fact.FactCodec;
import io.wirelink.fact.MalformedFactException;
import io.wirelink.fact.TimedFact;
import io.wirelink.gossip.Opened;
import io.wirelink.gossip.RemovalMessage;
import io.wirelink.gossip.Sealer;
import io.wirelink.invitation.Invitation;
import io.wirelink.invitation.InvitationLine;
import io.wirelink.invitation.InvitationRefusedException;
import io.wirelink.invitation.JoinMessage;
import java.security.InvalidKeyException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * A router with a device and a disk, and those who come to it with a line; in virtual time. It may
 * lose power between any two of the things that its agent wants done.
 */
final class RouterWorld {

  private static final Duration STEP = Duration.ofMillis(100);
  private static final Duration HOUR = Duration.ofHours(1);

  /** An ordinary member, who is there from the beginning. */
  final PublicKey leaf = FakeKeys.privateKey(2).publicKey();

  final PrivateKey key = FakeKeys.privateKey(1);
  final List<JoinMessage.Answer> answers = new ArrayList<>();

  /** What was said of who is removed. */
  final List<RemovalMessage> removals = new ArrayList<>();

  /** All that the agent wanted done, and what of the disk it was told, in order. */
  final List<Object> log = new ArrayList<>();

  /** Whom anything but answers was sent to. */
  final Set<PublicKey> told = new LinkedHashSet<>();

  List<Invitation> disk = List.of();
  List<KeptRemoval> diskOfRemovals = List.of();
  KeptRotations diskOfRotations = KeptRotations.NONE;
  boolean diskFails;
  boolean answersGetLost;
  Instant wall = Instant.parse("2030-01-01T00:00:00Z");
  FakeDevice device = new FakeDevice(key.publicKey());
  Agent agent = newAgent();

  /** How many actions are still carried out before the power fails. */
  int untilPowerFails = Integer.MAX_VALUE;

  private final List<String> addresses;
  private final Map<PublicKey, Sealer> sealers = new HashMap<>();
  private long nanos;

  RouterWorld(String... addresses) {
    this.addresses = List.of(addresses);
    sealers.put(leaf, new Sealer(FakeKeys.privateKey(2), new Random(2)));
    boot();
  }

  private Agent newAgent() {
    Agent made =
        new Agent(
            AgentConfig.DEFAULT,
            key,
            time(),
            new Random(nanos),
            AgentListener.NONE,
            Optional.empty());
    made.joining().restore(disk);
    made.removing().restore(diskOfRemovals);
    made.rotations().restore(diskOfRotations);
    return made;
  }

  private Time time() {
    return new Time(nanos, wall);
  }

  /** What wg-quick makes of the device: the ordinary member alone. */
  private void boot() {
    device = new FakeDevice(key.publicKey());
    FakeDevice.DevicePeer ordinary = device.peer(leaf, "10.77.0.11/32");
    ordinary.endpoint = Endpoint.parse("198.51.100.11:51820");
    ordinary.healthy = true;
    agent = newAgent();
    untilPowerFails = Integer.MAX_VALUE;
    pass(Duration.ofSeconds(1));
  }

  /** The power fails and comes back: what is left is the disk. */
  void reboot() {
    boot();
  }

  /** The agent ends and is started again; the device stays as it is. */
  void restartAgent() {
    agent = newAgent();
    pass(Duration.ofSeconds(1));
  }

  InvitationLine invite(String name, String... wished) {
    List<IpAddress> own = List.of(wished).stream().map(IpAddress::parse).toList();
    try {
      InvitationLine line =
          agent.joining().invite(new InvitationWish(name, HOUR, own, List.of(), false));
      pass(STEP);
      return line;
    } catch (InvitationRefusedException e) {
      throw new AssertionError(e);
    }
  }

  /** A packet with these inner bytes from whoever has the line; none if the device lets none in. */
  void says(InvitationLine line, byte[] inner) {
    if (device.peers.containsKey(line.oneTimeKey().publicKey())) {
      step(packet(line.oneTimeKey(), inner));
    }
    pass(STEP);
  }

  /** A packet with these inner bytes from whoever has a key. */
  Event packet(PrivateKey from, byte[] inner) {
    PublicKey half = from.publicKey();
    Sealer sealer = sealers.computeIfAbsent(half, each -> new Sealer(from, new Random(5)));
    try {
      byte[] packet = sealer.sealLarge(key.publicKey(), inner);
      return new Event.PacketArrived(half.linkLocalAddress(), packet);
    } catch (InvalidKeyException e) {
      throw new AssertionError(e);
    }
  }

  /** The ordinary member says something. */
  void hears(Fact fact) {
    hears(FactCodec.encode(List.of(new TimedFact(fact, 255))));
  }

  /** The same of anything. */
  void hears(byte[] inner) {
    step(packet(FakeKeys.privateKey(2), inner));
  }

  void asks(InvitationLine line, PublicKey own) {
    says(line, new JoinMessage.Request(own).inner());
  }

  /** Lets time pass. */
  void pass(Duration duration) {
    long end = nanos + duration.toNanos();
    step();
    while (nanos < end && untilPowerFails > 0) {
      long next = Math.min(end, nanos + Math.max(STEP.toNanos(), duration.toNanos() / 100));
      wall = wall.plusNanos(next - nanos);
      nanos = next;
      step();
    }
  }

  void step(Event... events) {
    List<Event> happened = List.of(events);
    do {
      List<Event> next = new ArrayList<>();
      for (Action action : agent.step(time(), happened)) {
        if (untilPowerFails-- <= 0) {
          untilPowerFails = 0;
          return;
        }
        log.add(action);
        perform(action, next);
      }
      happened = next;
    } while (!happened.isEmpty());
  }

  private void perform(Action action, List<Event> next) {
    switch (action) {
      case Action.Send(var recipient, var destination, byte[] packet) -> open(recipient, packet);
      case Action.Configure(var change) -> device.apply(change);
      case Action.ReadDevice() -> next.add(new Event.DeviceRead(device.read(wall)));
      case Action.ReadHost() -> next.add(new Event.HostRead(interfaces()));
      case Action.KeepInvitations(long revision, var invitations) -> {
        disk = diskFails ? disk : invitations;
        next.add(new Event.InvitationsKept(revision, !diskFails));
      }
      case Action.KeepPresharedKeys _,
          Action.ChangeKey _,
          Action.DropAddress _,
          Action.Encapsulate _ -> {}
      case Action.KeepRotations(long revision, var rotations) -> {
        diskOfRotations = diskFails ? diskOfRotations : rotations;
        next.add(new Event.RotationsKept(revision, !diskFails));
      }
      case Action.KeepRemovals(long revision, var removals) -> {
        diskOfRemovals = diskFails ? diskOfRemovals : removals;
        next.add(new Event.RemovalsKept(revision, !diskFails));
        log.addAll(next);
      }
      case Action.ReadCounters() -> next.add(new Event.CountersRead(0, 0));
      case Action.Resolve name -> {}
      case Action.MapPort wish -> {}
      case Action.Remember mesh -> {}
    }
  }

  private void open(PublicKey recipient, byte[] packet) {
    Sealer sealer = sealers.get(recipient);
    if (sealer == null || !device.peers.containsKey(recipient)) {
      return;
    }
    byte[] inner = ((Opened.Accepted) sealer.open(packet)).inner();
    Optional<RemovalMessage> removal = removalIn(inner);
    if (removal.isPresent()) {
      removals.add(removal.get());
      return;
    }
    if (JoinMessage.in(inner).orElse(null) instanceof JoinMessage.Answer answer) {
      if (!answersGetLost) {
        answers.add(answer);
      }
      return;
    }
    told.add(recipient);
  }

  private static Optional<RemovalMessage> removalIn(byte[] inner) {
    try {
      return RemovalMessage.in(inner);
    } catch (MalformedFactException e) {
      throw new AssertionError("the agent sends nonsense", e);
    }
  }

  private List<HostInterface> interfaces() {
    List<InterfaceAddress> tunnel =
        addresses.stream().map(each -> new InterfaceAddress(Cidr.parse(each), true)).toList();
    InterfaceAddress outside = new InterfaceAddress(Cidr.parse("198.51.100.1/24"), true);
    return List.of(
        new HostInterface("eth0", 2, true, List.of(outside)),
        new HostInterface(FakeDevice.INTERFACE, 3, true, tunnel));
  }

  /** The AllowedIPs of a peer; empty if it is not there. */
  Set<String> allowedIps(PublicKey peer) {
    Set<String> texts = new LinkedHashSet<>();
    FakeDevice.DevicePeer found = device.peers.get(peer);
    if (found != null) {
      found.allowedIps.forEach(each -> texts.add(each.toString()));
    }
    return texts;
  }
}
