package io.wirelink.device;

import java.nio.charset.StandardCharsets;

/**
 * What Linux accepts as the name of an interface ({@code dev_valid_name} of net/core/dev.c), but
 * for characters that control a terminal, which nobody types.
 */
public final class InterfaceNames {

  /** {@code IFNAMSIZ} of linux/if.h less the terminating NUL, in bytes. */
  public static final int MAX_LENGTH = 15;

  private InterfaceNames() {}

  /** Whether an interface can have this name; in particular it is then safe as a file's name. */
  public static boolean isValid(String name) {
    return !name.isEmpty()
        && name.getBytes(StandardCharsets.UTF_8).length <= MAX_LENGTH
        && !name.equals(".")
        && !name.equals("..")
        && name.chars()
            .noneMatch(
                c ->
                    c == '/' || c == ':' || Character.isWhitespace(c) || Character.isISOControl(c));
  }
}
