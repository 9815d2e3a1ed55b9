package io.wirelink.launcher;

import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Assumptions;

/**
 * A network of hosts in network namespaces, with real WireGuard and the real image: scripts/lab for
 * tests. It is removed when it is closed, and when the test's process ends however that may be.
 */
final class Lab implements AutoCloseable {

  static final Path SCRIPTS = Path.of(System.getProperty("wirelink.scripts", "scripts"));
  static final Path IMAGE = Path.of(System.getProperty("wirelink.image", "target/wirelink"));

  /**
   * After so long, what has not happened is held to happen never. It doesn't say how fast a thing
   * is: what is there is seen at once, and what is timed is timed elsewhere.
   */
  static final int NEVER_SECONDS = 600;

  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final int LAST_WORDS = 25;

  private final Path directory;
  private final String tag;

  private Lab(Path directory, String tag) {
    this.directory = directory;
    this.tag = tag;
  }

  /** A router and leaves on one network. */
  static Lab lan(int leaves) {
    return up("lan", "--leaves", Integer.toString(leaves));
  }

  /** A router in public, and two leaves, each behind a NAT that keeps ports. */
  static Lab nat() {
    return up("nat");
  }

  /** A router in public, and two leaves, each behind a NAT with a new port for each connection. */
  static Lab symmetricNat() {
    return behind("random", "random");
  }

  /** A router in public, and a leaf behind each of these kinds of NAT. */
  static Lab behind(String... kinds) {
    String leaves = Integer.toString(kinds.length);
    return up("nat", "--nat", String.join(",", kinds), "--leaves", leaves);
  }

  private static Lab up(String... arguments) {
    Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "labs need root");
    List<String> words = new ArrayList<>(List.of("up"));
    words.addAll(List.of(arguments));
    words.addAll(List.of("--owner", Long.toString(ProcessHandle.current().pid())));
    String directory = command(words).done().out().strip();
    return new Lab(Path.of(directory), command(List.of("tag", directory)).done().out().strip());
  }

  private static Ended command(List<String> words) {
    List<String> command = new ArrayList<>(List.of(SCRIPTS.resolve("lab").toString()));
    command.addAll(words);
    return Ended.run(command, Map.of("WIRELINK_IMAGE", IMAGE.toString()));
  }

  /** Runs `scripts/lab WORD` for this lab. */
  Ended lab(String word, String... words) {
    List<String> command = new ArrayList<>(List.of(word, directory.toString()));
    command.addAll(List.of(words));
    return command(command);
  }

  /** Runs a command on a host. */
  Ended exec(String host, String... words) {
    return Ended.run(onHost(host, words), Map.of("WIRELINK_IMAGE", IMAGE.toString()));
  }

  /** Runs wirelink on a host as a user who may do nothing but read, so that the image is found. */
  Ended execAsNobody(String host, String... words) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "setpriv",
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                "--inh-caps=+dac_read_search",
                "--ambient-caps=+dac_read_search",
                "wirelink"));
    command.addAll(List.of(words));
    return exec(host, command.toArray(String[]::new));
  }

  /** Runs a command on a host with this as its input. */
  Ended execWith(String input, String host, String... words) {
    return Ended.run(onHost(host, words), Map.of("WIRELINK_IMAGE", IMAGE.toString()), input);
  }

  /** Starts a command on a host and does not wait for it; its output goes to the file. */
  Process begin(String host, Path output, String... words) {
    try {
      var builder = new ProcessBuilder(onHost(host, words));
      builder.environment().put("WIRELINK_IMAGE", IMAGE.toString());
      builder.redirectErrorStream(true).redirectOutput(output.toFile());
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> onHost(String host, String... words) {
    List<String> command =
        new ArrayList<>(
            List.of(SCRIPTS.resolve("lab").toString(), "exec", directory.toString(), host, "--"));
    command.addAll(List.of(words));
    return command;
  }

  /** Starts agents, on all hosts if none is named, and waits until they are up. */
  void start(String... hosts) {
    lab("start", hosts).done();
    List<String> wait = new ArrayList<>(List.of(Integer.toString(NEVER_SECONDS)));
    wait.addAll(List.of(hosts));
    lab("wait-up", wait.toArray(String[]::new)).done();
  }

  /** Starts agents on all hosts, and waits until all leaves are direct with each other. */
  void startAndMeet() {
    lab("watch", Integer.toString(NEVER_SECONDS)).done();
  }

  /** Ends agents, on all hosts if none is named. */
  void stop(String... hosts) {
    lab("stop", hosts).done();
  }

  /** The process of an agent. */
  long pid(String host) {
    return Long.parseLong(lab("pid", host).done().out().strip());
  }

  /** The resident memory of an agent. */
  long residentKib(String host) {
    return lab("memory")
        .done()
        .out()
        .lines()
        .map(line -> line.split(" "))
        .filter(words -> words[0].equals(host))
        .mapToLong(words -> Long.parseLong(words[1]))
        .findFirst()
        .orElseThrow();
  }

  /** Pings once through the tunnel; the TTL of the answer, 0 if there was none. */
  int ttl(String from, String to) {
    Ended ping = exec(from, "ping", "-n", "-c", "1", "-W", "1", tunnel(to));
    return ping.out()
        .lines()
        .filter(line -> line.contains("ttl="))
        .map(line -> Integer.parseInt(line.replaceAll(".*ttl=(\\d+).*", "$1")))
        .findFirst()
        .orElse(0);
  }

  /** The IPv4 address of a host in the tunnel. */
  String tunnel(String host) {
    return read(host, "tunnel");
  }

  PublicKey key(String host) {
    return PublicKey.parse(read(host, "public.key"));
  }

  PrivateKey privateKey(String host) {
    return PrivateKey.parse(read(host, "private.key"));
  }

  /** The private key as WireGuard's tools write it. */
  String privateKeyText(String host) {
    return read(host, "private.key");
  }

  List<String> hosts() {
    return read(".", "hosts").lines().toList();
  }

  /** Where a test may leave files; removed with the lab. */
  Path directory() {
    return directory;
  }

  /** What the agent of a host has said so far, over all its starts. */
  String log(String host) {
    return Files.exists(directory.resolve(host, "agent.log")) ? read(host, "agent.log") : "";
  }

  private String read(String host, String file) {
    try {
      return Files.readString(directory.resolve(host, file)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The peers of a host's device, by the name of the host that they are, or else by their key. */
  Map<String, WgPeer> peers(String host) {
    Map<String, String> names = new LinkedHashMap<>();
    hosts().forEach(each -> names.put(key(each).toString(), each));
    return WgPeer.parse(exec(host, "wg", "show", "wg0", "dump").done().out(), names);
  }

  /** Whether a host routes what is for the other one directly to it. */
  boolean routesDirectly(String from, String to) {
    WgPeer peer = peers(from).get(to);
    return peer != null && peer.handshake() > 0 && peer.allowedIps().contains(tunnel(to) + "/32");
  }

  /** What the agent of a host believes. */
  List<Told> facts(String host) {
    return Told.parse(exec(host, "wirelink", "facts", "wg0", "--json").done().out());
  }

  /** Whether the agent of a host believes something about another that begins with this. */
  boolean speaksOf(String host, String subject, String value) {
    String key = key(subject).toString();
    return facts(host).stream()
        .anyMatch(told -> told.subject().equals(key) && told.value().startsWith(value));
  }

  /**
   * Waits until something is so.
   *
   * @param what the thing as a sentence, for who reads that it did not happen
   * @return how long it took, in seconds
   */
  double within(String what, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (elapsed(start) > NEVER_SECONDS) {
        throw new AssertionError(
            "not within " + NEVER_SECONDS + " s: " + what + "\n" + lastWords());
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    return elapsed(start);
  }

  /** Fails if something ceases to be so within that time. */
  void throughout(double seconds, String what, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (elapsed(start) < seconds) {
      if (!condition.getAsBoolean()) {
        throw new AssertionError(
            "after %.1f s no more: %s%n%s".formatted(elapsed(start), what, lastWords()));
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private static double elapsed(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  /** What the agents said last. */
  String lastWords() {
    StringBuilder words = new StringBuilder();
    for (String host : hosts()) {
      List<String> lines = log(host).lines().toList();
      words.append("The last words of ").append(host).append(":\n");
      lines.stream()
          .skip(Math.max(0, lines.size() - LAST_WORDS))
          .forEach(line -> words.append("  ").append(line).append('\n'));
    }
    return words.toString();
  }

  /** Removes the lab, and fails if anything of it is left. */
  @Override
  public void close() {
    lab("down").done();
    command(List.of("check-gone", tag)).done();
  }
}
