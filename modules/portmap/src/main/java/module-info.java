/**
 * A port of the gateway that leads to WireGuard's own, so that peers reach a host behind a NAT or a
 * firewall that it may configure.
 *
 * <p>{@code PortMapper} decides what the default gateways are asked, and by which protocol, as a
 * pure state machine with time as an argument. From the bottom up: {@code PcpCodec}, {@code
 * NatPmpCodec} and {@code UpnpCodec} are bytes and nothing else, a {@code Dialogue} is one protocol
 * with one gateway, {@code GatewayMapper} asks one gateway by one dialogue after the other and
 * keeps what it is given, and {@code PortMapper} has one of these for each gateway. {@code
 * PortMapping} runs it: all that has a clock, a thread or a socket here.
 */
module io.wirelink.portmap {
  requires transitive io.wirelink.device;
  requires org.slf4j;
  requires static org.jspecify;

  exports io.wirelink.portmap;
}
