package io.wirelink.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.wirelink.agent.KeptSuccession;
import io.wirelink.agent.RotationsView;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.KeyRotation;
import io.wirelink.fixtures.Views;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said of the keys that a host had, and of the one that it is about to take. */
class WhyKeysTest {

  private static final PublicKey FIRST = Views.key(10);
  private static final PublicKey SECOND = Views.key(11);
  private static final PublicKey THIRD = Views.key(12);

  private static final RotationsView ALL =
      new RotationsView(
          null,
          List.of(
              kept(FIRST, SECOND, true),
              kept(SECOND, THIRD, false),
              kept(Views.key(20), Views.key(20), false)));

  private static final WhyAnswer ANSWER =
      new WhyAnswer(
          "It is.",
          List.of(
              new WhyAnswer.Section("What is known", List.of("Much.")),
              new WhyAnswer.Section("What to do", List.of("Nothing."))));

  private static KeptSuccession kept(PublicKey from, PublicKey to, boolean over) {
    return new KeptSuccession(new KeyRotation(from, to, 1), "x", Views.NOW, over);
  }

  private static List<String> told(PublicKey key) {
    WhyAnswer.Section section =
        WhyKeys.of(key, ALL).addTo(ANSWER, ZoneOffset.UTC).sections().get(1);
    assertEquals("Which key it has", section.title());
    return section.sentences();
  }

  @Test
  void whichKeyAHostHadAndWhichItIsToHaveIsTold() {
    assertEquals(
        List.of(
            "This host follows " + SECOND + " from " + FIRST + " since 2030-01-02 03:04:05.",
            "It is about to take another key, "
                + THIRD
                + ", as it said at 2030-01-02 03:04:05; this host follows it then."),
        told(SECOND));
    assertEquals(
        List.of(
            "This key is worth nothing since 2030-01-02 03:04:05: its host has another one, "
                + SECOND
                + "."),
        told(FIRST));
  }

  @Test
  void ofOthersNothingIsSaid() {
    for (PublicKey key : List.of(THIRD, Views.key(20), Views.key(30))) {
      assertSame(ANSWER, WhyKeys.of(key, ALL).addTo(ANSWER, ZoneOffset.UTC));
    }
  }
}
