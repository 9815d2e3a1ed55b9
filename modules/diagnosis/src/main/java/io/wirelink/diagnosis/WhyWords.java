package io.wirelink.diagnosis;

import io.wirelink.agent.PeerStory;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Source;
import io.wirelink.text.Amounts;
import io.wirelink.text.PeerLabels;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * The words of a story for hosts, times and lists.
 *
 * @param story the story
 * @param zone the time zone of who reads it
 * @param labels what hosts are called
 */
record WhyWords(PeerStory story, ZoneId zone, PeerLabels labels) {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter DATE_AND_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  /** The words for a story in a time zone. */
  static WhyWords of(PeerStory story, ZoneId zone) {
    List<String> keys = story.names().keySet().stream().map(PublicKey::toString).toList();
    return new WhyWords(story, zone, new PeerLabels(keys));
  }

  /** Who the story is about. */
  String subject() {
    return story.names().getOrDefault(story.key(), "").isEmpty()
        ? story.key().toString()
        : name(story.key());
  }

  /** A host, by its name or key. */
  String name(PublicKey key) {
    if (key.equals(story.host().key())) {
      return "this host";
    }
    return labels.of(key.toString(), story.names().getOrDefault(key, ""));
  }

  /** A router, by its name. */
  String router(PublicKey key) {
    String name = name(key);
    return name.equals("router") ? "the router" : "the router " + name;
  }

  /** Who says something. */
  String source(Source source) {
    return switch (source) {
      case Source.Local local -> "this host";
      case Source.Memory memory -> "this host, from before its start,";
      case Source.Peer(PublicKey key) -> key.equals(story.key()) ? "it itself" : name(key);
    };
  }

  /** A moment, and how long ago or ahead that is. */
  String moment(Instant instant) {
    return time(instant) + " (" + distance(instant) + ")";
  }

  /** A moment. */
  String time(Instant instant) {
    boolean today =
        instant.atZone(zone).toLocalDate().equals(story.at().atZone(zone).toLocalDate());
    return (today ? TIME : DATE_AND_TIME).format(instant.atZone(zone));
  }

  private String distance(Instant instant) {
    long millis = Duration.between(instant, story.at()).toMillis();
    Duration rounded = Duration.ofSeconds(Math.round(Math.abs(millis) / 1000.0));
    if (rounded.isZero()) {
      return "now";
    }
    return millis > 0 ? Amounts.roughTime(rounded) + " ago" : "in " + Amounts.roughTime(rounded);
  }

  /** How often something was done. */
  static String times(int count) {
    return switch (count) {
      case 1 -> "once";
      case 2 -> "twice";
      default -> count + " times";
    };
  }

  /** Several things as words; sorted, as they are shown. */
  static String list(Collection<?> things) {
    return and(things.stream().map(Object::toString).sorted().toList());
  }

  /** Several things as words, in their order. */
  static String and(List<String> words) {
    return words.size() < 2
        ? String.join("", words)
        : String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.getLast();
  }

  /** Why something is not believed, as the rest of a sentence. */
  String rule(PeerStory.Rejection each) {
    return switch (each.rule()) {
      case NOT_TRUSTED ->
          "that takes trust %s, and %s has %s"
              .formatted(each.needs().configName(), name(each.sender()), each.has().configName());
      case IN_TUNNEL -> "that is inside the tunnel";
      case REMOVED -> "it was removed from the mesh";
      case NO_ROOM -> "there is no room for more";
      case FOREIGN_ADDRESS, NOT_AUTHENTIC, MALFORMED, LINK_LOCAL -> each.rule().text();
    };
  }
}
