package io.wirelink.config;

/**
 * What was asked of a configuration cannot be done, although nothing in it is wrong. The message
 * says what failed, why, and what to do.
 */
public final class ConfigFailure extends RuntimeException {
  /** Makes a failure of one sentence, without its end. */
  ConfigFailure(String sentence) {
    super(sentence);
  }
}
