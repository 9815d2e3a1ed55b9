/**
 * A network of hosts in virtual time.
 *
 * <p>Hosts, links, NATs, WireGuard and clocks, all driven from one seed, with the same agent core
 * that runs on a Linux host. It is for tests, and is not part of what is installed.
 */
module io.wirelink.simulation {
  requires transitive io.wirelink.agent;
  requires static org.jspecify;

  exports io.wirelink.simulation;
}
