package io.wirelink.agent;

import java.util.Arrays;
import java.util.Optional;

/** Whether preshared keys are agreed upon with other agents. */
public enum PresharedKeyMode {
  /** With all that can, where nobody has set one. */
  AUTO("auto"),
  /** With nobody. */
  OFF("off");

  private final String configName;

  PresharedKeyMode(String configName) {
    this.configName = configName;
  }

  /** The value in configuration files, where case does not matter. */
  public String configName() {
    return configName;
  }

  /** The mode of this name; empty if none has it. */
  public static Optional<PresharedKeyMode> parse(String name) {
    return Arrays.stream(values()).filter(m -> m.configName.equalsIgnoreCase(name)).findFirst();
  }
}
