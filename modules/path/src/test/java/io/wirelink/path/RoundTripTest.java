package io.wirelink.path;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.gossip.Stamps;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RoundTripTest {

  private static final long START = Duration.ofHours(24).toNanos();

  private static long after(Duration duration) {
    return START + duration.toNanos();
  }

  @Property
  void bothSidesKnowHowLongItTakes(
      @ForAll @IntRange(min = 1, max = 900_000) int there,
      @ForAll @IntRange(min = 1, max = 900_000) int back,
      @ForAll @IntRange(min = 0, max = 1_900_000) int held,
      @ForAll @LongRange(min = 0, max = 1L << 45) long skewMicros) {
    RoundTrip here = new RoundTrip();
    RoundTrip other = new RoundTrip();
    long skew = skewMicros * 1000;
    other.heard(here.stamp(START), START + skew + there * 1000L);
    Stamps answer = other.stamp(START + skew + (there + held) * 1000L);
    long answered = START + (there + held + back) * 1000L;
    here.heard(answer, answered);
    Duration expected = Duration.ofNanos((there + back) * 1000L);
    assertEquals(expected, here.current(answered));
    long later = answered + Duration.ofSeconds(30).toNanos();
    other.heard(here.stamp(later), later + skew);
    assertEquals(expected, other.current(later + skew));
  }

  @Test
  void whatWasHeldForLongIsNoMeasure() {
    RoundTrip here = new RoundTrip();
    RoundTrip other = new RoundTrip();
    other.heard(here.stamp(START), START);
    here.heard(other.stamp(after(Duration.ofSeconds(3))), after(Duration.ofSeconds(3)));
    assertNull(here.current(after(Duration.ofSeconds(3))));
  }

  @Test
  void whatWasMeasuredTwiceIsNotComparedYet() {
    RoundTrip here = new RoundTrip();
    here.measured(Duration.ofMillis(5), START);
    here.measured(Duration.ofMillis(7), after(Duration.ofSeconds(30)));
    assertNull(here.comparable(after(Duration.ofSeconds(59))));
    here.measured(Duration.ofMillis(6), after(Duration.ofSeconds(60)));
    assertEquals(Duration.ofMillis(5), here.comparable(after(Duration.ofSeconds(89))));
    assertNull(here.comparable(after(Duration.ofSeconds(90))));
  }

  @Test
  void aMeasureIsForgottenWhenNoneFollows() {
    RoundTrip here = new RoundTrip();
    RoundTrip other = new RoundTrip();
    other.heard(here.stamp(START), START);
    here.heard(other.stamp(START), after(Duration.ofMillis(5)));
    assertEquals(Duration.ofMillis(5), here.current(after(Duration.ofSeconds(89))));
    assertNull(here.current(after(Duration.ofSeconds(96))));
  }

  @Test
  void whatWaitedForAHandshakeDoesNotCountBesideAnother() {
    RoundTrip here = new RoundTrip();
    here.measured(Duration.ofMillis(40), START);
    here.measured(Duration.ofMillis(120), after(Duration.ofSeconds(30)));
    assertEquals(Duration.ofMillis(40), here.current(after(Duration.ofSeconds(30))));
    assertEquals(Duration.ofMillis(120), here.current(after(Duration.ofSeconds(91))));
  }

  @Test
  void anEchoOfSomethingElseIsNoMeasure() {
    RoundTrip here = new RoundTrip();
    here.stamp(START);
    here.heard(new Stamps(1, 77, 0, 0), after(Duration.ofMillis(5)));
    assertNull(here.current(after(Duration.ofMillis(5))));
  }

  @Test
  void anAnswerIsNotAnswered() {
    RoundTrip here = new RoundTrip();
    RoundTrip other = new RoundTrip();
    assertTrue(other.heard(here.stamp(START), START));
    assertFalse(here.heard(other.stamp(START), after(Duration.ofMillis(5))));
    long next = after(Duration.ofSeconds(30));
    assertTrue(other.heard(here.stamp(next), next));
  }
}
