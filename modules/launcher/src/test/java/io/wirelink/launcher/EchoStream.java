package io.wirelink.launcher;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Two hundred echoes a second from one host to another, which the kernel of the one counts. */
record EchoStream(Lab lab, String from, String to, Process ping, long sent, long answered) {

  static EchoStream of(Lab lab, String from, String to) {
    long sent = counted(lab, from, "OutEchos");
    long answered = counted(lab, from, "InEchoReps");
    Path output = lab.directory().resolve(from + "." + to);
    Process ping = lab.begin(from, output, "ping", "-i", "0.005", "-q", lab.tunnel(to));
    return new EchoStream(lab, from, to, ping, sent, answered);
  }

  private static long counted(Lab lab, String host, String what) {
    List<String> icmp =
        lab.exec(host, "grep", "^Icmp:", "/proc/net/snmp").done().out().lines().toList();
    int column = List.of(icmp.getFirst().split(" ", -1)).indexOf(what);
    return Long.parseLong(icmp.getLast().split(" ", -1)[column]);
  }

  /** Waits for so many answers more. */
  void awaitAnswers(int count) {
    long now = counted(lab, from, "InEchoReps");
    lab.within(
        "echoes come back to " + from, () -> counted(lab, from, "InEchoReps") >= now + count);
  }

  /** Ends it, and says how many did not come back. */
  long lost() throws IOException, InterruptedException {
    String pid = Long.toString(ping.pid());
    new ProcessBuilder("pkill", "-INT", "-P", pid).start().waitFor();
    new ProcessBuilder("kill", "-INT", pid).start().waitFor();
    assertTrue(ping.waitFor(Lab.NEVER_SECONDS, TimeUnit.SECONDS), "ping goes on");
    // One more, which comes after all others.
    lab.within("the last echo comes back", () -> lab.ttl(from, to) > 0);
    long all = counted(lab, from, "OutEchos") - sent;
    long back = counted(lab, from, "InEchoReps") - answered;
    System.out.printf("%d echoes from %s to %s, of which %d came back%n", all, from, to, back);
    return all - back;
  }
}
