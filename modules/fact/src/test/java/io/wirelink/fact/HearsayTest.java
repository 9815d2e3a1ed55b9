package io.wirelink.fact;

import static io.wirelink.fact.Standing.HEARSAY;
import static io.wirelink.fact.Standing.OWN;
import static io.wirelink.fact.Standing.TRUSTED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.fact.FactStore.Outcome;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What members say of where others are, beside what is known better. */
class HearsayTest {

  private static final Fact PUBLIC = Samples.endpoint(1, "192.0.2.1:1");
  private static final Fact PRIVATE = Samples.endpoint(1, "10.0.0.1:1");
  private static final Fact SAID = Samples.endpoint(1, "198.51.100.1:7");
  private static final Source.Peer SUBJECT = new Source.Peer(Samples.key(1));
  private static final Source.Peer MEMBER = new Source.Peer(Samples.key(101));
  private static final Source.Peer ROUTER = new Source.Peer(Samples.key(102));

  private final FactStore store = new FactStore(Limits.DEFAULT, 255);

  /** Who knows better. */
  enum Knowing {
    THIS_HOST,
    SUBJECT_ITSELF,
    ROUTER_OF_ALL;

    void say(FactStore store, Fact fact) {
      switch (this) {
        case THIS_HOST -> store.assertLocal(fact.subject(), Set.of(fact));
        case SUBJECT_ITSELF -> store.offer(fact, SUBJECT, OWN, 50, 0);
        case ROUTER_OF_ALL -> store.offer(fact, ROUTER, TRUSTED, 50, 0);
      }
    }

    void fallSilent(FactStore store, Fact fact) {
      store.assertLocal(fact.subject(), Set.of());
      store.expire(50);
    }
  }

  private Outcome hear(Fact fact) {
    return store.offer(fact, MEMBER, HEARSAY, 100, 0);
  }

  @ParameterizedTest
  @EnumSource
  void isNotHeldBesideAPublicEndpointThatIsKnownBetter(Knowing who) {
    who.say(store, PUBLIC);
    assertEquals(Outcome.KNOWN, hear(SAID));
    assertEquals(1, store.all().size());
    who.fallSilent(store, PUBLIC);
    assertEquals(Outcome.ADDED, store.offer(SAID, MEMBER, HEARSAY, 100, 50));
  }

  @ParameterizedTest
  @EnumSource
  void endsWhenAPublicEndpointIsKnownBetter(Knowing who) {
    hear(SAID);
    store.takeChanges();
    who.say(store, PUBLIC);
    assertTrue(store.find(SAID).isEmpty());
    assertTrue(
        store.takeChanges().stream()
            .anyMatch(
                change ->
                    change
                            instanceof
                            FactChange.Removed(var stored, var source, FactChange.Cause cause)
                        && stored.fact().equals(SAID)
                        && source.equals(MEMBER)
                        && cause == FactChange.Cause.EVICTED));
  }

  @ParameterizedTest
  @EnumSource
  void isHeldBesideAPrivateEndpoint(Knowing who) {
    who.say(store, PRIVATE);
    assertEquals(Outcome.ADDED, hear(SAID));
    assertEquals(2, store.all().size());
  }

  @ParameterizedTest
  @EnumSource
  void isNotLeftOverOfWhatIsSaidBetter(Knowing who) {
    hear(PRIVATE);
    who.say(store, PRIVATE);
    who.fallSilent(store, PRIVATE);
    assertEquals(List.of(), List.copyOf(store.all()));
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1:1, 198.51.100.1:7, false",
    "192.0.2.1:1, 10.0.0.1:7, false",
    "192.0.2.1:1, [2001:db8::1]:7, false",
    "[2001:db8::2]:1, [2001:db8::1]:7, false",
    "[2001:db8::2]:1, 198.51.100.1:7, true",
    "[fd00::2]:1, [2001:db8::1]:7, true",
    "100.64.0.1:1, 198.51.100.1:7, true",
    "192.168.0.1:1, 198.51.100.1:7, true",
  })
  void countsUntilTheInternetKnowsWhereTheSubjectIs(String known, String said, boolean counts) {
    store.offer(Samples.endpoint(1, known), ROUTER, TRUSTED, 50, 0);
    hear(Samples.endpoint(1, said));
    assertEquals(counts, store.find(Samples.endpoint(1, said)).isPresent());
  }

  @Test
  void isHeldBesideOtherHearsayAndMemory() {
    Source.Peer another = new Source.Peer(Samples.key(103));
    store.remember(PUBLIC, 1_000);
    store.offer(Samples.endpoint(1, "192.0.2.2:2"), another, HEARSAY, 100, 0);
    assertEquals(Outcome.ADDED, hear(SAID));
  }

  @Test
  void ofOthersIsNotTouched() {
    Fact other = Samples.endpoint(2, "198.51.100.2:7");
    hear(other);
    store.offer(PUBLIC, ROUTER, TRUSTED, 50, 0);
    assertTrue(store.find(other).isPresent());
    assertFalse(store.find(other).orElseThrow().source().equals(ROUTER));
  }
}
