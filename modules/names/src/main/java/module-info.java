/**
 * The names of the hosts of a mesh, over DNS.
 *
 * <p>From the bottom up: {@code HostLabel} says which names can be one, {@code NameClaim} is what a
 * host is said to be called, {@code Zone} is who is called what after claims that collide were
 * refused, {@code ReverseName} is an address as a name, and {@code Answerer} makes of the bytes of
 * a query those of its answer. All of these are values and functions. {@code NameServer} runs them
 * on the host's own address in the tunnel, {@code FreshZone} asks the agent for what they know, and
 * {@code ResolvedLink} tells systemd-resolved of it: all that has a clock, a thread or a socket
 * here. {@code NamesRehearsal} has some queries answered when the image is built.
 */
module io.wirelink.names {
  requires transitive io.wirelink.agent;
  requires org.dnsjava;
  requires org.slf4j;
  requires static org.jspecify;

  exports io.wirelink.names;
}
