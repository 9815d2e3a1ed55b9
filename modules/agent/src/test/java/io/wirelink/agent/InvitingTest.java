package io.wirelink.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.fact.Fact;
import io.wirelink.invitation.InvitationLine;
import io.wirelink.invitation.InvitationRefusedException;
import io.wirelink.invitation.RouterEndpoint;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a router promises to whom it invites. */
final class InvitingTest {

  private static String first(InvitationLine line) {
    return line.addresses().getFirst().toString();
  }

  private static void assertRefused(RouterWorld router, String... wished) {
    AssertionError refused =
        assertThrows(AssertionError.class, () -> router.invite("refused", wished));
    assertEquals(InvitationRefusedException.class, refused.getCause().getClass());
  }

  @Test
  void noAddressIsPromisedTwice() {
    RouterWorld router = new RouterWorld("10.77.0.1/24", "fd77::1/64");
    assertEquals("10.77.0.2/24", first(router.invite("a")));
    assertEquals("10.77.0.3/24", first(router.invite("b")));
    InvitationLine chosen = router.invite("c", "10.77.0.4");
    assertEquals(List.of(Cidr.parse("10.77.0.4/24")), chosen.addresses());
    assertEquals("10.77.0.5/24", first(router.invite("d")));
    for (String taken : List.of("10.77.0.1", "10.77.0.2", "10.77.0.11", "10.78.0.1")) {
      assertRefused(router, taken);
    }
  }

  @Test
  void whatAnotherRouterHasGivenAwayIsNotPromised() {
    RouterWorld router = new RouterWorld("10.77.0.1/24");
    router.device.peer(FakeKeys.privateKey(9).publicKey(), "10.77.0.2/32");
    router.pass(Duration.ofSeconds(10));
    assertEquals("10.77.0.3/24", first(router.invite("a")));
  }

  @Test
  void whereOthersSeeTheRouterIsInTheLineAsWell() {
    RouterWorld router = new RouterWorld("10.77.0.1/24");
    router.hears(Fact.endpoint(router.key.publicKey(), Endpoint.parse("203.0.113.9:40000")));
    assertEquals(
        List.of(
            new RouterEndpoint("198.51.100.1", 51820), new RouterEndpoint("203.0.113.9", 40_000)),
        router.invite("a").endpoints());
  }

  @Test
  void whoIsNoRouterInvitesNobody() {
    RouterWorld router = new RouterWorld("10.77.0.1/24");
    router.device.peer(FakeKeys.privateKey(9).publicKey(), "10.77.0.0/24");
    router.pass(Duration.ofSeconds(10));
    assertRefused(router);
    assertRefused(new RouterWorld("10.77.0.1/32"));
  }
}
