package io.wirelink.netlink;

import io.wirelink.netlink.bindings.Linux;
import io.wirelink.netlink.bindings.nlattr;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Walks the attributes that lie one behind the other in a piece of a message. */
final class Attributes {

  private final MemorySegment bytes;
  private Attribute current;
  private long next;

  /** Stands before the first attribute. */
  Attributes(MemorySegment bytes) {
    this.bytes = bytes;
    current = new Attribute(0, bytes);
  }

  /**
   * Goes to the next attribute, if there is one.
   *
   * @throws NetlinkException if it is cut short
   */
  boolean next() throws NetlinkException {
    if (next >= bytes.byteSize()) {
      return false;
    }
    MemorySegment rest = bytes.asSlice(next);
    if (!Linux.mnl_attr_ok(rest, (int) rest.byteSize())) {
      throw NetlinkException.malformed("an attribute is cut short");
    }
    // Where the payload and the next attribute are is reckoned here: a device has thousands of
    // attributes, and each pointer that libmnl returns would be an object.
    int length = Short.toUnsignedInt(Linux.mnl_attr_get_len(rest));
    long header = nlattr.sizeof();
    current =
        new Attribute(
            Short.toUnsignedInt(Linux.mnl_attr_get_type(rest)),
            rest.asSlice(header, length - header));
    next += length + Linux.NLMSG_ALIGNTO() - 1 & -Linux.NLMSG_ALIGNTO();
    return true;
  }

  /** The attribute that the last {@link #next()} went to. */
  Attribute current() {
    return current;
  }

  /**
   * All attributes by type. One of an unknown type is left out: newer kernels say more.
   *
   * @param max the highest type that is known
   */
  @Nullable Attribute[] byType(int max) throws NetlinkException {
    @Nullable Attribute[] table = new Attribute[max + 1];
    while (next()) {
      Attribute attribute = current();
      if (attribute.type() <= max) {
        table[attribute.type()] = attribute;
      }
    }
    return table;
  }
}
