package io.wirelink.fact;

import io.wirelink.text.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The words that people use for attributes: those of the table, of the protocol, and letters. */
public final class AttributeWords {
  private static final List<String> OF_THE_TABLE =
      Arrays.stream(Attribute.values()).map(AttributeWords::shown).distinct().toList();

  private AttributeWords() {}

  /** WireGuard's words; the family of an address can be seen. */
  static String shown(Attribute attribute) {
    return switch (attribute) {
      case ENDPOINT_V4, ENDPOINT_V6 -> "endpoint";
      case ALLOWED_CIDR_V4, ALLOWED_CIDR_V6 -> "AllowedIPs";
      case MEMBER, MEMBER_METADATA -> "member";
      case ALIVE -> "alive";
    };
  }

  /**
   * The attributes that somebody means.
   *
   * @param word a word of the table or a name of the protocol in any case, or the letter on the
   *     wire
   * @throws IllegalArgumentException if it is none; the message says which it nearly is
   */
  public static Set<Attribute> parse(String word) {
    Set<Attribute> meant =
        Arrays.stream(Attribute.values())
            .filter(attribute -> means(word, attribute))
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Attribute.class)));
    if (meant.isEmpty()) {
      List<String> words = new ArrayList<>(OF_THE_TABLE);
      Arrays.stream(Attribute.values()).map(FactNames::of).forEach(words::add);
      throw new IllegalArgumentException(
          Nearest.to(word, words)
              .map(near -> "there is no attribute " + word + ": did you mean " + near + "?")
              .orElse(
                  "there is no attribute %s: it is one of %s, or a letter of the protocol"
                      .formatted(word, String.join(", ", OF_THE_TABLE))));
    }
    return meant;
  }

  private static boolean means(String word, Attribute attribute) {
    return word.equals(String.valueOf(attribute.letter()))
        || word.equalsIgnoreCase(shown(attribute))
        || word.equalsIgnoreCase(FactNames.of(attribute));
  }
}
