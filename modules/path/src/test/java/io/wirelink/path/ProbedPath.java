package io.wirelink.path;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.wirelink.gossip.PathMessage.Word;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;

/** A path, what it asks, and a peer that echoes when a test has it do so. */
abstract class ProbedPath {

  private static final long START = Duration.ofHours(24).toNanos();
  private static final long LOOK = Duration.ofMillis(500).toNanos();

  private final Random random = new Random(1);
  final Path path = new Path(() -> {});
  long now = START;
  int order;
  boolean witnessed;

  /** What the path has asked since this was emptied. */
  final List<Probing.Question> asked = new ArrayList<>();

  Sample traffic(boolean sent, boolean received) {
    return new Sample(true, false, sent ? 128 : 0, sent, received, received, false);
  }

  void look(boolean sent, boolean received) {
    long end = now + LOOK;
    while (path.deadlineNanos() < end) {
      now = Math.max(now, path.deadlineNanos());
      tick();
      var _ = path.report(++order, now);
    }
    now = end;
    path.sampled(traffic(sent, received), now);
    tick();
  }

  void tick() {
    Collection<Probing.Question> questions = path.tick(witnessed, now, random);
    asked.addAll(questions);
  }

  /** Lets time pass in which nothing comes; the device is looked at while the path is in doubt. */
  void pass(Duration duration) {
    long end = now + duration.toNanos();
    long nextLook = now + LOOK;
    while (path.deadlineNanos() <= end) {
      now = Math.max(now, path.deadlineNanos());
      boolean due = path.state() instanceof PathState.InDoubt && now >= nextLook;
      if (due || path.isLookAwaited()) {
        path.sampled(traffic(false, false), now);
        nextLook = now + LOOK;
      }
      tick();
      if (path.report(++order, now) == null && path.deadlineNanos() <= now) {
        tick();
      }
    }
    now = end;
  }

  void echoAll(boolean good) {
    List<Probing.Question> open = List.copyOf(asked);
    asked.clear();
    open.forEach(each -> path.echoed(each.id(), new Word(++order, good, false), now));
  }

  void comeUp() {
    path.setAnswers(Answers.ECHOES, now);
    path.sampled(new Sample(true, true, 0, false, true, true, false), now);
    tick();
    echoAll(true);
    assertInstanceOf(PathState.Up.class, path.state());
    asked.clear();
  }

  PathBreak broken() {
    return path.state().broken();
  }
}
