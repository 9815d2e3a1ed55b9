/**
 * The Linux kernel behind the ports of {@link io.wirelink.device}.
 *
 * <p>WireGuard is spoken over generic netlink; addresses and links, and the changes to them, over
 * rtnetlink. The module exports nothing: it provides its backends as services. The bindings that
 * jextract generated are one package, and no native memory leaves the module.
 */
module io.wirelink.netlink {
  requires io.wirelink.device;
  requires static org.jspecify;
}
