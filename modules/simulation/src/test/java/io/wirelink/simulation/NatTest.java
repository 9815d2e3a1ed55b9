package io.wirelink.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NatTest {

  private static final Endpoint INSIDE = Endpoint.parse("192.168.1.2:51820");
  private static final Endpoint INSIDE_TOO = Endpoint.parse("192.168.1.3:51820");
  private static final Endpoint REMOTE = Endpoint.parse("198.51.100.1:51820");
  private static final Endpoint REMOTE_OTHER_PORT = Endpoint.parse("198.51.100.1:51821");
  private static final Endpoint REMOTE_OTHER_HOST = Endpoint.parse("198.51.100.2:51820");
  private static final IpAddress OUTSIDE = IpAddress.parse("203.0.113.1");
  private static final Endpoint PRESERVED = new Endpoint(OUTSIDE, 51820);

  private final Simulation simulation = new Simulation(3);
  private final Segment lan = new Segment(simulation, "lan", false, LinkQuality.LAN);
  private final Segment internet = new Segment(simulation, "internet", true, LinkQuality.LAN);
  private final Everybody insiders = new Everybody(IpAddress.parse("192.168.1.1"));
  private final Everybody outsiders = new Everybody(OUTSIDE);

  /** Answers for every address but one, and keeps what it gets. */
  private record Everybody(IpAddress not, List<Datagram> got) implements Node {

    Everybody(IpAddress not) {
      this(not, new ArrayList<>());
    }

    @Override
    public String name() {
      return "everybody";
    }

    @Override
    public boolean answersFor(Segment segment, IpAddress address) {
      return !address.equals(not);
    }

    @Override
    public void arrived(Segment segment, Datagram datagram) {
      got.add(datagram);
    }
  }

  private Nat nat(NatKind kind) {
    var nat =
        new Nat(
            simulation,
            "nat",
            kind,
            lan,
            Cidr.parse("192.168.1.1/24"),
            internet,
            Cidr.parse("203.0.113.1/24"));
    lan.join(insiders);
    internet.join(outsiders);
    return nat;
  }

  private static Datagram datagram(Endpoint source, Endpoint destination) {
    return new Datagram("x", source, destination, new Message.Response(1, 2));
  }

  /** Sends a datagram from inside, and says as whose it arrives outside. */
  private Endpoint out(Endpoint source, Endpoint destination) {
    lan.carry(insiders, IpAddress.parse("192.168.1.1"), datagram(source, destination));
    simulation.runFor(Duration.ofMillis(10));
    return outsiders.got().removeLast().source();
  }

  /** Sends a datagram from outside, and says whom it reaches inside. */
  private List<Endpoint> in(Endpoint source, Endpoint destination) {
    internet.carry(outsiders, destination.address(), datagram(source, destination));
    simulation.runFor(Duration.ofMillis(10));
    List<Endpoint> reached = insiders.got().stream().map(Datagram::destination).toList();
    insiders.got().clear();
    return reached;
  }

  @Test
  void aPortPreservingNatKeepsThePortAndLetsInOnlyTheDestination() {
    nat(NatKind.PORT_PRESERVING);
    assertEquals(List.of(), in(REMOTE, PRESERVED));
    assertEquals(PRESERVED, out(INSIDE, REMOTE));
    assertEquals(List.of(INSIDE), in(REMOTE, PRESERVED));
    assertEquals(List.of(), in(REMOTE_OTHER_PORT, PRESERVED));
    assertEquals(List.of(), in(REMOTE_OTHER_HOST, PRESERVED));
  }

  @Test
  void twoInsideMayHaveTheSamePortTowardsDifferentDestinationsOnly() {
    nat(NatKind.PORT_PRESERVING);
    assertEquals(PRESERVED, out(INSIDE, REMOTE));
    assertEquals(PRESERVED, out(INSIDE_TOO, REMOTE_OTHER_HOST));
    Endpoint second = out(INSIDE_TOO, REMOTE);
    assertNotEquals(PRESERVED, second);
    assertEquals(List.of(INSIDE), in(REMOTE, PRESERVED));
    assertEquals(List.of(INSIDE_TOO), in(REMOTE_OTHER_HOST, PRESERVED));
    assertEquals(List.of(INSIDE_TOO), in(REMOTE, second));
  }

  @Test
  void anUnansweredMappingLivesThirtySecondsAndAnAnsweredOneTwoMinutes() {
    Nat nat = nat(NatKind.PORT_PRESERVING);
    out(INSIDE, REMOTE);
    simulation.runFor(Duration.ofSeconds(29));
    assertEquals(1, nat.mappingCount());
    simulation.runFor(Duration.ofSeconds(1));
    assertEquals(0, nat.mappingCount());
    assertEquals(List.of(), in(REMOTE, PRESERVED));

    out(INSIDE, REMOTE);
    in(REMOTE, PRESERVED);
    simulation.runFor(Duration.ofSeconds(119));
    assertEquals(List.of(INSIDE), in(REMOTE, PRESERVED));
    simulation.runFor(Duration.ofMinutes(2));
    assertEquals(List.of(), in(REMOTE, PRESERVED));
  }

  @Test
  void withoutAFirewallWhatCameUnaskedForTakesThePortAway() {
    nat(NatKind.PORT_PRESERVING_OPEN);
    assertEquals(List.of(), in(REMOTE, PRESERVED));
    assertNotEquals(PRESERVED, out(INSIDE, REMOTE));
    assertEquals(PRESERVED, out(INSIDE, REMOTE_OTHER_HOST));
    simulation.runFor(Duration.ofSeconds(30));
    assertEquals(PRESERVED, out(INSIDE, REMOTE));
  }

  @Test
  void aFullConeLetsInEverybodyOnceSomethingWentOut() {
    nat(NatKind.FULL_CONE);
    assertEquals(List.of(), in(REMOTE, PRESERVED));
    assertEquals(PRESERVED, out(INSIDE, REMOTE));
    assertEquals(PRESERVED, out(INSIDE, REMOTE_OTHER_HOST));
    assertEquals(List.of(INSIDE), in(REMOTE_OTHER_PORT, PRESERVED));
    assertNotEquals(PRESERVED, out(INSIDE_TOO, REMOTE));
  }

  @Test
  void aSymmetricNatHasARandomPortPerDestination() {
    nat(NatKind.SYMMETRIC);
    Endpoint first = out(INSIDE, REMOTE);
    Endpoint second = out(INSIDE, REMOTE_OTHER_PORT);
    assertNotEquals(PRESERVED, first);
    assertNotEquals(first, second);
    assertEquals(first, out(INSIDE, REMOTE));
    assertEquals(List.of(INSIDE), in(REMOTE, first));
    assertEquals(List.of(), in(REMOTE_OTHER_PORT, first));
  }

  @Test
  void aSymmetricNatThatBeganAnewHasAPortPerDestinationStill() {
    nat(NatKind.SYMMETRIC).giveNewPorts();
    assertNotEquals(out(INSIDE, REMOTE), out(INSIDE, REMOTE_OTHER_PORT));
  }

  @Test
  void anAddressRestrictedNatLetsInTheAddressesThatWereSentSomething() {
    nat(NatKind.ADDRESS_RESTRICTED);
    assertEquals(PRESERVED, out(INSIDE, REMOTE));
    assertEquals(List.of(INSIDE), in(REMOTE_OTHER_PORT, PRESERVED));
    assertEquals(List.of(), in(REMOTE_OTHER_HOST, PRESERVED));
    assertEquals(PRESERVED, out(INSIDE, REMOTE_OTHER_HOST));
    assertEquals(List.of(INSIDE), in(REMOTE_OTHER_HOST, PRESERVED));
  }

  @Test
  void aSequentialNatHasTheNextPortForEachDestination() {
    nat(NatKind.SEQUENTIAL);
    Endpoint first = out(INSIDE, REMOTE);
    Endpoint second = out(INSIDE, REMOTE_OTHER_PORT);
    assertEquals(first.port() + 1, second.port());
    assertEquals(List.of(INSIDE), in(REMOTE, first));
    assertEquals(List.of(), in(REMOTE, second));
  }

  @Test
  void theNatOfACarrierHasAnotherPortThatIsOneForAll() {
    nat(NatKind.CARRIER);
    Endpoint seen = out(INSIDE, REMOTE);
    assertNotEquals(PRESERVED, seen);
    assertEquals(seen, out(INSIDE, REMOTE_OTHER_HOST));
    assertEquals(List.of(INSIDE), in(REMOTE_OTHER_PORT, seen));
  }

  @Test
  void aFirewallLetsOutWhatItIsToldTo() {
    nat(NatKind.UDP_BLOCKED).letOutOnlyTo(Set.of(REMOTE));
    assertEquals(PRESERVED, out(INSIDE, REMOTE));
    lan.carry(insiders, IpAddress.parse("192.168.1.1"), datagram(INSIDE, REMOTE_OTHER_PORT));
    simulation.runFor(Duration.ofMillis(10));
    assertEquals(List.of(), outsiders.got());
  }

  @Test
  void aForwardedPortLetsInEverybodyAndAnswersBackByIt() {
    Nat nat = nat(NatKind.SYMMETRIC);
    assertEquals(PRESERVED, nat.forward(INSIDE));
    assertNotEquals(PRESERVED, nat.forward(INSIDE_TOO));
    assertNotEquals(PRESERVED, out(INSIDE, REMOTE));
    assertEquals(List.of(INSIDE), in(REMOTE_OTHER_HOST, PRESERVED));
    assertEquals(PRESERVED, out(INSIDE, REMOTE_OTHER_HOST));
    nat.forget();
    assertEquals(List.of(INSIDE), in(REMOTE_OTHER_PORT, PRESERVED));
    nat.forget();
    nat.endForwards(INSIDE.address());
    assertEquals(List.of(), in(REMOTE_OTHER_PORT, PRESERVED));
  }

  @Test
  void anotherAddressOutsideForgetsAllMappings() {
    Nat nat = nat(NatKind.PORT_PRESERVING);
    out(INSIDE, REMOTE);
    nat.setOutsideAddress(Cidr.parse("203.0.113.9/24"));
    assertEquals(List.of(), in(REMOTE, PRESERVED));
    assertEquals(Endpoint.parse("203.0.113.9:51820"), out(INSIDE, REMOTE));
  }
}
