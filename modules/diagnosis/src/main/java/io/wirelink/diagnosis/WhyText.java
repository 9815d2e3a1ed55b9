package io.wirelink.diagnosis;

import io.wirelink.agent.PeerStory;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells the story of a peer in sentences (docs/why.md). */
public final class WhyText {
  private final PeerStory story;
  private final Diagnosis diagnosis;
  private final @Nullable Boolean answersPing;
  private final WhyWords words;
  private final WhyCause cause;

  private WhyText(
      PeerStory story, Diagnosis diagnosis, @Nullable Boolean answersPing, ZoneId zone) {
    this.story = story;
    this.diagnosis = diagnosis;
    this.answersPing = answersPing;
    this.words = WhyWords.of(story, zone);
    this.cause = new WhyCause(story, diagnosis, words);
  }

  /**
   * Tells it.
   *
   * @param answersPing whether the peer answered a ping by a router; null if none was sent
   * @param zone the time zone of who reads it
   */
  public static WhyAnswer of(
      PeerStory story, Diagnosis diagnosis, @Nullable Boolean answersPing, ZoneId zone) {
    return new WhyText(story, diagnosis, answersPing, zone).answer();
  }

  private WhyAnswer answer() {
    List<WhyAnswer.Section> sections = new ArrayList<>();
    if (diagnosis.cause() != Cause.SELF) {
      add(sections, "What is known", new WhyKnown(story, answersPing, words).sentences());
      add(sections, "What shows that", cause.evidence());
      WhyEndpoints endpoints = new WhyEndpoints(story, words);
      add(sections, "What was tried", endpoints.tried());
      add(sections, "What was not tried", endpoints.untried());
      add(sections, "What happens next", next());
    }
    add(sections, "What to do", new WhyRemedies(story, diagnosis, words).sentences());
    return new WhyAnswer(cause.summary(), sections);
  }

  private static void add(List<WhyAnswer.Section> sections, String title, List<String> sentences) {
    if (!sentences.isEmpty()) {
      sections.add(new WhyAnswer.Section(title, sentences));
    }
  }

  private List<String> next() {
    List<String> next = new ArrayList<>();
    next.add(story.device() == null || story.next() != null ? attempt() : next(story.device()));
    if (diagnosis.cause() == Cause.NOT_A_MEMBER && !story.host().router()) {
      next.add(
          "The agent takes it from the device once somebody who decides on members, a router as a"
              + " rule, was there for 260 s and did not speak of it.");
    }
    if (diagnosis.certainBy() != null) {
      next.add(
          "%s says again by %s that it is there, if it is: until then this is the likeliest reading."
              .formatted(
                  story.contact().vouchedBy() == null
                      ? "Somebody"
                      : words.name(story.contact().vouchedBy()),
                  words.time(diagnosis.certainBy())));
    }
    return next;
  }

  /** What happens next where the agent decides alone. */
  private String attempt() {
    return story.next() == null
        ? "The agent does nothing until somebody who is believed speaks of it."
        : "The agent tries %s at %s, unless it is reached before."
            .formatted(story.next().endpoint(), words.moment(story.next().at()));
  }

  /** What happens next to a peer of the device. */
  private String next(PeerStory.OnDevice device) {
    if (!device.healthy()) {
      return device.endpoint() == null
          ? "The agent tries an endpoint as soon as one is known that it can use."
          : "WireGuard goes on calling %s whenever something is to be sent, the agent's own word every"
                  .formatted(device.endpoint())
              + " 30 s included; the agent tries another endpoint as soon as one is known.";
    }
    if (device.silentBy() != null) {
      return "If nothing comes back by %s, it counts as gone, and its traffic goes by a router again."
          .formatted(words.moment(device.silentBy()));
    }
    return device.direct()
        ? "If it ceases to answer while there is traffic, that shows after "
            + (story.path().asked() ? "two seconds" : "13 s")
            + (story.routers().isEmpty() ? "." : ", and its traffic goes by a router again.")
        : "Its networks are routed to it as soon as nothing stands in the way any more.";
  }
}
