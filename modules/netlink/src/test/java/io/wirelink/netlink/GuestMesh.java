package io.wirelink.netlink;

import static io.wirelink.netlink.NetworkNamespace.run;
import static io.wirelink.netlink.NetworkNamespace.runWithInput;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A router and two leaves in network namespaces, on the kernel's own WireGuard. A cable goes from
 * the router to each leaf. The leaves know the router only, and reach one another by it.
 */
final class GuestMesh implements AutoCloseable {

  static final String ROUTER = "router";
  static final String LEAF1 = "leaf1";
  static final String LEAF2 = "leaf2";
  static final List<String> HOSTS = List.of(ROUTER, LEAF1, LEAF2);

  /** One that is negative where it is taken for a number with a sign. */
  private static final String MARK = "0x80000001";

  private static final int PORT = 51820;

  private static final String ROTATIONS = "{\"command\":\"rotations\"}";

  private final Map<String, PrivateKey> keys = new LinkedHashMap<>();

  /** Those that hosts have taken since. */
  private final Map<String, PublicKey> taken = new LinkedHashMap<>();

  private final Map<String, GuestAgent> agents = new LinkedHashMap<>();

  /**
   * A peer as {@code wg} shows it.
   *
   * @param endpoint where packets to it are sent
   * @param allowedIps what is routed to it
   * @param handshakeSeconds when the last handshake was, since 1970; 0 if there was none
   */
  record Peer(String endpoint, Set<String> allowedIps, long handshakeSeconds) {}

  /** Builds the networks and the devices; no agent runs yet. */
  GuestMesh() throws IOException, InterruptedException {
    for (String host : HOSTS) {
      run("ip", "netns", "add", host);
      run("ip", "-n", host, "link", "set", "lo", "up");
      keys.put(host, PrivateKey.parse(run("wg", "genkey").strip()));
    }
    on(ROUTER, "sh", "-c", "echo 1 >/proc/sys/net/ipv4/ip_forward");
    plug(1);
    plug(2);
    String leaves = peer(LEAF1, "10.77.0.11/32", "") + peer(LEAF2, "10.77.0.12/32", "");
    addDevice(ROUTER, "10.77.0.1/24", leaves);
    for (int leaf = 1; leaf <= 2; leaf++) {
      String more = "Endpoint = 192.168.%d.1:%d%nPersistentKeepalive = 25%n".formatted(leaf, PORT);
      addDevice("leaf" + leaf, "10.77.0.1" + leaf + "/24", peer(ROUTER, "10.77.0.0/24", more));
    }
    on(LEAF1, "wg", "set", device(LEAF1), "fwmark", MARK);
  }

  private static void plug(int leaf) throws IOException, InterruptedException {
    String host = "leaf" + leaf;
    String port = "eth" + leaf;
    String network = "192.168." + leaf + ".";
    run("ip", "-n", ROUTER, "link", "add", port, "type", "veth", "peer", "eth0", "netns", host);
    run("ip", "-n", ROUTER, "address", "add", network + "1/24", "dev", port);
    run("ip", "-n", ROUTER, "link", "set", port, "up");
    run("ip", "-n", host, "address", "add", network + "2/24", "dev", "eth0");
    run("ip", "-n", host, "link", "set", "eth0", "up");
    run("ip", "-n", host, "route", "add", "default", "via", network + "1");
  }

  private String peer(String host, String allowedIps, String more) {
    return "[Peer]%nPublicKey = %s%nAllowedIPs = %s%n%s".formatted(key(host), allowedIps, more);
  }

  private void addDevice(String host, String address, String peers)
      throws IOException, InterruptedException {
    String device = device(host);
    String key = Base64.getEncoder().encodeToString(keys.get(host).bytes());
    run("ip", "-n", host, "link", "add", device, "type", "wireguard");
    runWithInput(
        "[Interface]%nPrivateKey = %s%nListenPort = %d%n".formatted(key, PORT) + peers,
        at(host, "wg", "setconf", device, "/dev/stdin"));
    run("ip", "-n", host, "address", "add", address, "dev", device);
    run("ip", "-n", host, "link", "set", device, "up");
  }

  /** The interface of a host: another on each, for all agents have their sockets in one folder. */
  static String device(String host) {
    return "wg" + HOSTS.indexOf(host);
  }

  PublicKey key(String host) {
    return taken.getOrDefault(host, keys.get(host).publicKey());
  }

  /** Has a host take another key as soon as both others follow, and says which it is. */
  PublicKey rotate(String host) throws Exception {
    GuestAgent agent = agents.get(host);
    step(agent, "begin");
    Within.seconds(
        () -> agent.answer(ROTATIONS).split("\"follows\"", -1).length == HOSTS.size(),
        () -> "both others follow " + host + "\n" + said());
    String to = agent.answer(ROTATIONS).replaceAll("(?s).*?\"to\":\"([^\"]*)\".*", "$1");
    step(agent, "change");
    taken.put(host, PublicKey.parse(to));
    return key(host);
  }

  private static void step(GuestAgent agent, String step) throws IOException {
    String answer =
        agent.answer("{\"command\":\"rotate\",\"parameters\":{\"step\":\"%s\"}}".formatted(step));
    assertFalse(answer.contains("\"error\""), answer);
  }

  /** Runs a command on a host; it must succeed. */
  static String on(String host, String... command) throws IOException, InterruptedException {
    return run(at(host, command));
  }

  private static String[] at(String host, String... command) {
    return Stream.concat(Stream.of("ip", "netns", "exec", host), Stream.of(command))
        .toArray(String[]::new);
  }

  /** Starts the agents of all hosts at the same time, and waits until they are up. */
  void startAgents() throws Exception {
    for (String host : HOSTS) {
      agents.put(host, GuestAgent.start(device(host), at(host)));
    }
    for (GuestAgent agent : agents.values()) {
      agent.awaitUp();
    }
  }

  GuestAgent agent(String host) {
    return agents.get(host);
  }

  /** The peers of a host by their keys, as {@code wg} tells of them. */
  Map<PublicKey, Peer> peers(String host) throws IOException, InterruptedException {
    Map<PublicKey, Peer> peers = new LinkedHashMap<>();
    for (String line : on(host, "wg", "show", device(host), "dump").lines().skip(1).toList()) {
      String[] fields = line.split("\t", -1);
      Set<String> allowedIps = new TreeSet<>(Arrays.asList(fields[3].split(",")));
      peers.put(
          PublicKey.parse(fields[0]), new Peer(fields[2], allowedIps, Long.parseLong(fields[4])));
    }
    return peers;
  }

  /** What the agents have said, for who reads of a failure. */
  String said() {
    StringBuilder text = new StringBuilder();
    agents.forEach((host, agent) -> text.append(host).append(":\n").append(agent.said()));
    return text.toString();
  }

  @Override
  public void close() throws IOException, InterruptedException {
    agents.values().forEach(GuestAgent::stop);
    for (GuestAgent agent : agents.values()) {
      agent.close();
    }
    for (String host : HOSTS) {
      run("ip", "netns", "del", host);
    }
  }
}
