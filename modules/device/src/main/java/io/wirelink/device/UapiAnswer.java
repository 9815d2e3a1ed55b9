package io.wirelink.device;

import org.jspecify.annotations.Nullable;

/**
 * What a userspace WireGuard answered to a request.
 *
 * @param errno 0 if it was done, else the error number of the host, without its sign
 * @param state the device; without anything in it after a set request
 * @param privateKey the device's private key; null as long as none is set
 * @param known its peers, for reading the next one
 */
record UapiAnswer(int errno, DeviceState state, @Nullable PrivateKey privateKey, KnownPeers known) {

  /** An answer that cannot be understood. The message names line and key, and never a value. */
  static final class Malformed extends Exception {

    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }
}
