package io.wirelink.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jspecify.annotations.Nullable;

/** What tests of diagnoses say again and again. */
final class Diagnoses {
  /**
   * Endpoints of a peer: its own, as its NAT shows it, and as a NAT shows it that changes ports.
   */
  static final String INSIDE = "192.168.2.2:51820";

  static final String OUTSIDE = "198.51.100.12:51820";
  static final String OTHER_PORT = "198.51.100.12:40123";

  /** What is made of a story. */
  static Diagnosis diagnosed(StoryBuilder story) {
    return diagnosed(story, null);
  }

  /** What is made of it, with whether the peer answered a ping; null if none was sent. */
  static Diagnosis diagnosed(StoryBuilder story, @Nullable Boolean answersPing) {
    return Diagnosis.of(story.build(), answersPing);
  }

  /** Fails unless this is the cause for sure. */
  static void certain(Cause cause, StoryBuilder story) {
    Diagnosis diagnosis = diagnosed(story);
    assertEquals(cause, diagnosis.cause());
    assertTrue(diagnosis.certain());
  }

  /** Fails unless this is the likeliest cause and not sure. */
  static void likely(Cause cause, StoryBuilder story) {
    Diagnosis diagnosis = diagnosed(story);
    assertEquals(cause, diagnosis.cause());
    assertFalse(diagnosis.certain());
  }

  private Diagnoses() {}
}
