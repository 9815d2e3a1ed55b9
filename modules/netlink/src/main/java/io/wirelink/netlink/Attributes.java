package io.wirelink.netlink;

import io.wirelink.netlink.bindings.Linux;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Walks the attributes that lie one behind the other in a piece of a message. */
final class Attributes {

  private final MemorySegment bytes;
  private MemorySegment current;
  private long next;

  /** Stands before the first attribute. */
  Attributes(MemorySegment bytes) {
    this.bytes = bytes;
    current = bytes.asSlice(0, 0);
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
    current = rest.asSlice(0, Short.toUnsignedInt(Linux.mnl_attr_get_len(rest)));
    next = Linux.mnl_attr_next(rest).address() - bytes.address();
    return true;
  }

  /** The attribute that the last {@link #next()} went to. */
  Attribute current() {
    long header = Linux.mnl_attr_get_payload(current).address() - current.address();
    int type = Short.toUnsignedInt(Linux.mnl_attr_get_type(current));
    return new Attribute(type, current.asSlice(header));
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
