package io.wirelink.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What an operator sees and tells an agent while it runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ControlIT {
  private static final String CONFIG = "/etc/wireguard/wirelink.wg0.json";

  private Lab lab;
  private int outputs;

  @BeforeAll
  void build() {
    lab = Lab.lan(2);
    lab.start("router", "leaf1", "leaf2");
    lab.within("leaf1 knows the router", () -> lab.facts("leaf1").size() > 2);
  }

  @AfterAll
  void remove() {
    if (lab != null) {
      lab.close();
    }
  }

  /** A command that goes on, with what it says in a file. */
  private record Watch(Process process, Path output) {
    List<String> lines() {
      try {
        return Files.readAllLines(output);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    boolean saw(String... words) {
      return lines().stream().anyMatch(line -> List.of(words).stream().allMatch(line::contains));
    }
  }

  private Watch watch(String host, String... options) {
    Path output = lab.directory().resolve("watch" + outputs++);
    String[] words = new String[options.length + 4];
    List.of("wirelink", "facts", "wg0", "--watch").toArray(words);
    System.arraycopy(options, 0, words, 4, options.length);
    Watch watch = new Watch(lab.begin(host, output, words), output);
    if (!List.of(options).contains("--json")) {
      lab.within("it watches", () -> watch.saw("Watching the agent on wg0"));
    }
    return watch;
  }

  private void configure(String text) {
    lab.execWith(text, "leaf1", "tee", CONFIG).done();
  }

  private Ended leaf1(String... words) {
    String[] command = new String[words.length + 1];
    command[0] = "wirelink";
    System.arraycopy(words, 0, command, 1, words.length);
    return lab.exec("leaf1", command);
  }

  private void signal(String name) {
    Ended.run(List.of("kill", "-" + name, Long.toString(lab.pid("leaf1"))), Map.of()).done();
  }

  @Test
  void whatAPeerSaysIsSeenToComeAndGo() throws Exception {
    String leaf2 = lab.key("leaf2").toString();
    String network = "10.99.0.7/32";
    Watch all = watch("leaf1");
    Watch there = watch("router", "--source", "local");
    Watch some = watch("leaf1", "--peer", leaf2, "--attribute", "AllowedIPs");
    String ips = lab.tunnel("leaf2") + "/32,fd77::12/128";
    lab.exec("router", "wg", "set", "wg0", "peer", leaf2, "allowed-ips", ips + "," + network)
        .done();
    for (Watch watch : List.of(all, some, there)) {
      lab.within("a network of leaf2 is new", () -> watch.saw("new", "AllowedIPs", network));
    }
    assertFalse(some.saw("endpoint"), () -> "" + some.lines());
    lab.exec("router", "wg", "set", "wg0", "peer", leaf2, "allowed-ips", ips).done();
    lab.within("the router takes it back", () -> there.saw("withdrawn", "AllowedIPs", network));
    there.process().destroy();
    for (Map.Entry<String, Integer> signal : Map.of("INT", 2, "TERM", 15).entrySet()) {
      if (Signal.heard(Map.ofEntries(signal)).isEmpty()) {
        continue; // what this process ignores, its children do too
      }
      Watch watch = watch("leaf1");
      String pid = Long.toString(child(watch));
      Ended.run(List.of("kill", "-" + signal.getKey(), pid), Map.of()).done();
      lab.within("a signal ends it", () -> !watch.process().isAlive());
      assertFalse(watch.saw("Exception"), () -> "" + watch.lines());
      assertEquals(128 + signal.getValue(), watch.process().exitValue());
    }
    all.process().destroy();
    some.process().destroy();
  }

  /** The command itself, which may be a child of what enters the host. */
  private static long child(Watch watch) {
    return watch
        .process()
        .descendants()
        .filter(each -> each.info().command().orElse("").endsWith("java"))
        .findFirst()
        .map(ProcessHandle::pid)
        .orElse(watch.process().pid());
  }

  @Test
  void aWatchEndsWithItsReaderAndWithTheAgent() throws Exception {
    String forget = "wirelink forget " + lab.key("router") + " >&2";
    Ended first =
        lab.exec(
            "leaf1",
            "bash",
            "-c",
            "{ sleep 2; %1$s; sleep 1; %1$s; } & wirelink facts wg0 --watch --json | head -n 1"
                .formatted(forget));
    Map<String, Object> notice =
        JSON.std.mapFrom(first.done().out().lines().findFirst().orElseThrow());
    assertEquals(1, notice.get("version"));
    assertTrue(notice.containsKey("reason"), first::toString);
    Watch watch = watch("leaf1");
    lab.stop("leaf1");
    lab.within("the watch has ended", () -> !watch.process().isAlive());
    assertEquals(3, watch.process().exitValue());
    assertEquals("the agent on wg0 has ended.", watch.lines().getLast());
    lab.start("leaf1");
    lab.within("leaf1 knows the router", () -> lab.facts("leaf1").size() > 2);
  }

  @Test
  void aReloadSaysWhatHasChanged() {
    String router = lab.key("router").toString();
    configure("{\"peers\": [{\"PublicKey\": \"%s\", \"Name\": \"hub\"}]}".formatted(router));
    try {
      assertEquals("peer hub: added\n", leaf1("reload", "wg0").done().out());
      assertTrue(leaf1("facts").done().out().contains("hub "));
      assertEquals("Nothing has changed.\n", leaf1("reload").done().out());
      configure(
          "{\"peers\": [{\"PublicKey\": \"%s\", \"Nmae\": \"hub\"}],%n \"port\": 7}"
              .formatted(router));
      Ended wrong = leaf1("reload", "wg0");
      assertEquals(2, wrong.exitCode(), wrong::toString);
      assertTrue(wrong.err().contains(CONFIG + ":1:"), wrong::toString);
      assertTrue(wrong.err().contains("did you mean Name?"), wrong::toString);
      assertTrue(lab.log("leaf1").contains("did you mean Name?"));
      assertTrue(leaf1("facts").done().out().contains("hub "));
      configure("{\"port\": 7}");
      String changes = leaf1("reload", "wg0").done().out();
      assertEquals(
          "peer hub: removed\nport: 7 takes a restart: the port stays the one after WireGuard's\n",
          changes);
    } finally {
      configure("{}");
      leaf1("reload", "wg0").done();
    }
  }

  @Test
  void sighupReloads() {
    configure("{\"debug\": true}");
    try {
      signal("HUP");
      lab.within("it says so", () -> lab.log("leaf1").contains("debug: false -> true"));
      assertEquals("debug\n", leaf1("log-level").done().out());
    } finally {
      configure("{}");
      signal("HUP");
      lab.within("it says so", () -> lab.log("leaf1").contains("debug: true -> false"));
    }
    assertFalse(lab.facts("leaf1").isEmpty());
  }

  @Test
  void theLevelChangesAtOnce() {
    assertEquals("info -> debug\n", leaf1("log-level", "debug").done().out());
    assertEquals("debug -> error\n", leaf1("log-level", "wg0", "error").done().out());
    String before = lab.log("leaf1");
    leaf1("refresh").done();
    assertEquals(before, lab.log("leaf1"));
    assertEquals("error -> info\n", leaf1("log-level", "info").done().out());
    leaf1("refresh", "wg0").done();
    lab.within(
        "it speaks again",
        () -> lab.log("leaf1").substring(before.length()).contains("Asking all peers"));
  }

  @Test
  void aPeerIsForgottenAndLearnedAgain() {
    String leaf2 = lab.key("leaf2").toString();
    // The agent is to be who has put it there.
    lab.exec("leaf1", "wg", "set", "wg0", "peer", leaf2, "remove").done();
    lab.within("leaf1 has leaf2", () -> lab.peers("leaf1").containsKey("leaf2"));
    Watch watch = watch("leaf1", "--peer", leaf2);
    Ended forgotten = leaf1("forget", leaf2.substring(0, 10));
    assertTrue(forgotten.done().out().contains("it is removed from wg0"), forgotten::toString);
    lab.within(
        "it was withdrawn and is new again", () -> watch.saw("withdrawn") && watch.saw("new"));
    lab.within("leaf1 has leaf2 again", () -> lab.peers("leaf1").containsKey("leaf2"));
    Ended router = leaf1("forget", lab.key("router").toString());
    assertTrue(
        router.done().out().contains("it stays on wg0, since it was there"), router::toString);
    watch.process().destroy();
  }

  @Test
  void anAgentOfAnotherUserIsNotSpokenTo() {
    Ended ended = lab.execAsNobody("leaf1", "reload", "wg0");
    assertEquals(1, ended.exitCode(), ended::toString);
    assertEquals(
        "the agent on wg0 belongs to another user: run this as root, or as that user.\n",
        ended.err());
  }
}
