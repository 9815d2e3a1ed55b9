/**
 * How a host is let into a mesh by one line of text (docs/protocol.md, "Joining").
 *
 * <p>The line, what newcomer and router say to each other, who was invited and who came, and which
 * address is free: values and rules, which neither read a clock nor touch a device.
 */
module io.wirelink.invitation {
  requires transitive io.wirelink.device;
  requires static org.jspecify;

  exports io.wirelink.invitation;
}
