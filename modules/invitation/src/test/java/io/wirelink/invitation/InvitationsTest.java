package io.wirelink.invitation;

import static io.wirelink.invitation.JoinMessage.Verdict.OVER;
import static io.wirelink.invitation.JoinMessage.Verdict.UNUSABLE_KEY;
import static io.wirelink.invitation.JoinMessage.Verdict.USED;
import static io.wirelink.invitation.JoinMessage.Verdict.WELCOME;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Cidr;
import io.wirelink.device.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class InvitationsTest {

  private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final PublicKey LINE = Values.key(1);
  private static final PublicKey HOST = Values.key(2);
  private static final PublicKey OTHER = Values.key(3);
  private static final Cidr ADDRESS = Cidr.parse("10.77.0.5/24");
  private static final List<Cidr> ROUTER = List.of(Cidr.parse("10.77.0.1/24"));

  private final Invitations invitations = new Invitations();

  @BeforeEach
  void invite() throws InvitationRefusedException {
    invitations.open(invitation(LINE, "desk"), NOON);
  }

  private static Invitation invitation(PublicKey line, String name) {
    return new Invitation(line, name, List.of(ADDRESS), NOON.plus(HOUR), null, false);
  }

  private JoinMessage.Verdict join(PublicKey line, PublicKey key, Duration after, Cidr... taken) {
    FreeAddresses free = new FreeAddresses(ROUTER, List.of(taken), 0, 1);
    return invitations.join(line, key, Set.of(OTHER)::contains, free, NOON.plus(after));
  }

  @Test
  void theFirstWhoComesIsLetInAndNobodyElse() {
    assertEquals(WELCOME, join(LINE, HOST, Duration.ZERO));
    assertEquals(USED, join(LINE, Values.key(9), Duration.ZERO));
    assertEquals(HOST, invitations.joinedBy(HOST).orElseThrow().joined().key());
    assertEquals(Set.of(Cidr.parse("10.77.0.5")), invitations.joinedBy(HOST).get().routes());
  }

  @Test
  void whoAsksAgainIsAnsweredAlikeAndNothingChanges() {
    assertEquals(WELCOME, join(LINE, HOST, HOUR.minusSeconds(1)));
    long revision = invitations.revision();
    assertEquals(WELCOME, join(LINE, HOST, HOUR.plusSeconds(1)), "though it has expired since");
    assertEquals(revision, invitations.revision());
    assertEquals(OVER, join(LINE, HOST, HOUR.plus(Invitation.GRACE)));
  }

  @Test
  void anInvitationIsOverWhenItsTimeIsAndWhenItWasTakenBack() {
    assertEquals(OVER, join(LINE, HOST, HOUR));
    assertEquals(List.of("desk"), names(invitations.expired(NOON.plus(HOUR))));
    assertEquals(List.of(), invitations.expired(NOON));
    invitations.drop(LINE);
    assertEquals(OVER, join(LINE, HOST, Duration.ZERO));
    assertEquals(OVER, join(Values.key(77), HOST, Duration.ZERO), "of another router");
  }

  private static List<String> names(List<Invitation> all) {
    return all.stream().map(Invitation::name).toList();
  }

  @Test
  void nobodyTakesTheKeyOfAnother() throws InvitationRefusedException {
    assertEquals(UNUSABLE_KEY, join(LINE, OTHER, Duration.ZERO), "a peer of the router");
    assertEquals(UNUSABLE_KEY, join(LINE, LINE, Duration.ZERO), "the one-time key itself");
    assertEquals(WELCOME, join(LINE, HOST, Duration.ZERO));
    invitations.open(invitation(Values.key(5), "second"), NOON);
    assertEquals(UNUSABLE_KEY, join(Values.key(5), HOST, Duration.ZERO), "who has come already");
  }

  @Test
  void whoseAddressWasGivenAwayMeanwhileGetsAnother() {
    assertEquals(WELCOME, join(LINE, HOST, Duration.ZERO, Cidr.host(ADDRESS.address())));
    assertEquals(
        List.of(Cidr.parse("10.77.0.2/24")), invitations.joinedBy(HOST).orElseThrow().addresses());
  }

  @Test
  void noNameIsInvitedTwiceAndNobodyForEver() {
    assertThrows(
        InvitationRefusedException.class,
        () -> invitations.open(invitation(Values.key(5), "desk"), NOON));
    assertThrows(
        InvitationRefusedException.class,
        () -> invitations.open(invitation(Values.key(5), "DESK"), NOON),
        "in DNS that is the same");
    assertThrows(
        InvitationRefusedException.class,
        () -> invitations.open(invitation(Values.key(5), "late"), NOON.plus(HOUR)));
    assertThrows(
        InvitationRefusedException.class,
        () -> invitations.open(invitation(Values.key(5), "far"), NOON.minus(Duration.ofDays(31))));
  }

  @Test
  void thereAreNoMoreThanTheBoundAllows() throws InvitationRefusedException {
    for (int i = 1; i < Invitations.MAX_OPEN; i++) {
      invitations.open(invitation(Values.key(100 + i), "host" + i), NOON);
    }
    assertThrows(
        InvitationRefusedException.class,
        () -> invitations.open(invitation(Values.key(5), "one more"), NOON));
    assertEquals(WELCOME, join(LINE, HOST, Duration.ZERO));
    invitations.open(invitation(Values.key(5), "one more"), NOON);
  }

  @Test
  void whatWasKeptIsThereAgain() {
    assertEquals(WELCOME, join(LINE, HOST, Duration.ZERO));
    Invitations next = new Invitations();
    next.restore(invitations.all());
    assertEquals(invitations.all(), next.all());
    assertEquals(
        WELCOME,
        next.join(LINE, HOST, key -> true, new FreeAddresses(ROUTER, List.of(), 0, 1), NOON));
    assertTrue(next.addresses(Set.of(LINE)).isEmpty());
    assertTrue(next.addresses(Set.of(HOST)).isEmpty());
    assertEquals(1, next.addresses(Set.of(OTHER)).size());
  }
}
