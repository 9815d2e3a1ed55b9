package io.wirelink.agent;

/** What NAT stands before a host, as far as it shows to those who have not met. */
public enum ApparentNat {
  /** None: the host is seen under an address of its own. */
  NONE,
  /** One that keeps ports. */
  KEEPS_PORT,
  /** One that takes another port, the same for all destinations. */
  ONE_PORT,
  /** One that takes other ports, most likely a new one for each destination. */
  CHANGES_PORT,
  /** One that takes a new port for each destination. */
  NEW_PORTS,
  /** That does not show. */
  UNKNOWN;

  /** Whether it takes another port for each destination, or looks as if it did. */
  public boolean isSymmetric() {
    return this == NEW_PORTS || this == CHANGES_PORT;
  }
}
