package io.wirelink.config;

/**
 * Loads the configuration of an agent as often as it is asked to, each time as for the agent's
 * start: with the same flags and the same variables.
 */
@FunctionalInterface
public interface ConfigLoader {
  /**
   * Loads it.
   *
   * @throws ConfigException with all that is wrong with it
   */
  EffectiveConfig load() throws ConfigException;
}
