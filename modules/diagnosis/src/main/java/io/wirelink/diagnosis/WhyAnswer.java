package io.wirelink.diagnosis;

import java.util.List;

/**
 * The story of a peer in sentences.
 *
 * @param summary whether there is a direct path, and what stands in its way
 * @param sections the rest, by what they are about; none without sentences
 */
public record WhyAnswer(String summary, List<Section> sections) {

  /** Keeps a copy. */
  public WhyAnswer {
    sections = List.copyOf(sections);
  }

  /**
   * Sentences about one thing.
   *
   * @param title what they are about
   * @param sentences each with its end
   */
  record Section(String title, List<String> sentences) {

    /** Keeps a copy. */
    Section {
      sentences = List.copyOf(sentences);
    }
  }
}
