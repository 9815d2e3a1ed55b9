package io.wirelink.netlink;

import java.io.Serial;

/**
 * The kernel refused a call or a request, or its answer could not be understood. It stays inside
 * the module; {@link Failures} says it in an operator's words.
 */
final class NetlinkException extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  /** The errno of an answer that is not one: no errno has this number. */
  static final int MALFORMED = 0;

  private final int errno;

  /**
   * The kernel's refusal.
   *
   * @param errno why, as in {@code errno.h}
   * @param words what the kernel or the call said beside the number; may be empty
   */
  NetlinkException(int errno, String words) {
    super(words);
    this.errno = errno;
  }

  /** An answer that breaks the format of netlink messages. */
  static NetlinkException malformed(String what) {
    return new NetlinkException(MALFORMED, what);
  }

  /** Why, as in {@code errno.h}, or {@link #MALFORMED}. */
  int errno() {
    return errno;
  }

  /** What was said beside the number; empty if nothing was. */
  String words() {
    return String.valueOf(getMessage());
  }
}
