/**
 * What a host does to come into a mesh by one line (docs/joining.md).
 *
 * <p>It makes a key, asks the router through a tunnel that is there for that alone, and writes the
 * file of wg-quick(8). All that it needs of the host is a port: programs, a socket, folders.
 */
module io.wirelink.newcomer {
  requires io.wirelink.config;
  requires io.wirelink.gossip;
  requires transitive io.wirelink.invitation;
  requires io.wirelink.text;
  requires static org.jspecify;

  exports io.wirelink.newcomer;
}
