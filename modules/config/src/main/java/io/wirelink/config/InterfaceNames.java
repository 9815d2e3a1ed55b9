package io.wirelink.config;

import io.wirelink.text.Quotes;
import java.nio.charset.StandardCharsets;

/** What can be the name of a network interface; it is then safe as a part of a file's name. */
public final class InterfaceNames {
  /** {@code IFNAMSIZ} of linux/if.h without the byte that ends the name. */
  static final int MAX_BYTES = 15;

  private InterfaceNames() {}

  /**
   * Checks a name (like {@code dev_valid_name} of the kernel's net/core/dev.c).
   *
   * @return the name
   * @throws IllegalArgumentException if no interface can have it
   */
  public static String check(String name) {
    boolean possible =
        !name.isEmpty()
            && name.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES
            && !name.equals(".")
            && !name.equals("..")
            && name.chars().noneMatch(c -> c == '/' || c == ':' || c <= ' ' || c == 0x7f);
    if (!possible) {
      throw new IllegalArgumentException(
          Quotes.quoted(name)
              + " cannot be the name of an interface, which has 1 to "
              + MAX_BYTES
              + " bytes and no slash, colon or blank: name one that 'wg show interfaces' prints");
    }
    return name;
  }
}
