package io.wirelink.names;

/** Whom a host answers what others are called. */
public enum NamesMode {
  /** Nobody: there is no server. */
  OFF("false"),
  /** Itself alone. */
  HOST("true"),
  /** Itself and its peers. */
  PEERS("peers");

  private final String configName;

  NamesMode(String configName) {
    this.configName = configName;
  }

  /** The value in configuration files. */
  public String configName() {
    return configName;
  }
}
