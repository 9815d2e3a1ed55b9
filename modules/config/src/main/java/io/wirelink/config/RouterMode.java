package io.wirelink.config;

import org.jspecify.annotations.Nullable;

/** Whether this host is a router, as it is configured. */
public enum RouterMode {
  /** Found out from its peers. */
  AUTO("auto", null),
  /** It is. */
  YES("true", true),
  /** It is not. */
  NO("false", false);

  private final String configName;
  private final @Nullable Boolean told;

  RouterMode(String configName, @Nullable Boolean told) {
    this.configName = configName;
    this.told = told;
  }

  /** The mode that the agent is told with this. */
  public static RouterMode of(@Nullable Boolean told) {
    return told == null ? AUTO : told ? YES : NO;
  }

  /** The value in configuration files. */
  String configName() {
    return configName;
  }

  /** What the agent is told; null for nothing. */
  @Nullable Boolean told() {
    return told;
  }
}
