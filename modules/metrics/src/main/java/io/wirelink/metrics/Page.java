package io.wirelink.metrics;

import java.nio.charset.StandardCharsets;

/**
 * What is answered to a request.
 *
 * @param status the status of HTTP (RFC 9110)
 * @param contentType what the body is
 * @param body the body
 */
record Page(int status, String contentType, byte[] body) {

  /** A page that says in a sentence why there are no metrics. */
  static Page refusal(int status, String sentence) {
    byte[] body = (sentence + "\n").getBytes(StandardCharsets.UTF_8);
    return new Page(status, "text/plain; charset=utf-8", body);
  }
}
