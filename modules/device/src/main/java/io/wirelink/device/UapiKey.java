package io.wirelink.device;

import org.jspecify.annotations.Nullable;

/** What a line of an answer can tell (wireguard.com/xplatform, "Configuration Protocol"). */
enum UapiKey {
  /** The device's private key in hexadecimal digits. */
  PRIVATE_KEY("private_key"),
  /** The device's UDP port. */
  LISTEN_PORT("listen_port"),
  /** The mark of the device's packets. */
  FWMARK("fwmark"),
  /** The end of an answer: 0, or why the request was refused. */
  ERRNO("errno"),
  /** The beginning of a peer. All that follow here only stand behind one. */
  PUBLIC_KEY("public_key"),
  /** A secret that is shared with the peer. */
  PRESHARED_KEY("preshared_key"),
  /** Where packets to the peer are sent. */
  ENDPOINT("endpoint"),
  /** The whole seconds of the last handshake's time. */
  LAST_HANDSHAKE_TIME_SEC("last_handshake_time_sec"),
  /** The rest of the last handshake's time. */
  LAST_HANDSHAKE_TIME_NSEC("last_handshake_time_nsec"),
  /** Bytes received from the peer. */
  RX_BYTES("rx_bytes"),
  /** Bytes sent to the peer. */
  TX_BYTES("tx_bytes"),
  /** The persistent keepalive in seconds. */
  PERSISTENT_KEEPALIVE_INTERVAL("persistent_keepalive_interval"),
  /** One of the peer's AllowedIPs. */
  ALLOWED_IP("allowed_ip");

  private static final UapiKey[] ALL = values();

  private final String text;

  UapiKey(String text) {
    this.text = text;
  }

  /** The key that this part of the text is; null if it is none of these. */
  static @Nullable UapiKey of(CharSequence text, int start, int end) {
    for (UapiKey key : ALL) {
      if (key.stands(text, start, end)) {
        return key;
      }
    }
    return null;
  }

  private boolean stands(CharSequence other, int start, int end) {
    int length = text.length();
    if (end - start != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (text.charAt(i) != other.charAt(start + i)) {
        return false;
      }
    }
    return true;
  }

  /** The key as answers spell it. */
  @Override
  public String toString() {
    return text;
  }
}
