package io.wirelink.control;

import io.wirelink.agent.AgentListener;
import io.wirelink.agent.FactNotice;
import io.wirelink.fact.Source;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Passes on what happens to facts to those who watch. The agent's thread only puts notices into
 * queues without locks, and drops what a full one cannot hold; while nobody watches, it does not
 * even make a notice.
 */
public final class FactWatch implements AgentListener {
  /** Minutes of a busy mesh, and some hundred kilobytes for a watcher that reads nothing. */
  public static final int MAX_WAITING = 1024;

  private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
  private final AtomicBoolean told = new AtomicBoolean();
  private volatile Runnable wake = () -> {};

  /** Who is woken when there is something to fetch; called by the agent's thread. */
  public void wakeWith(Runnable action) {
    wake = action;
  }

  /** Begins to watch. */
  Watcher watch(FactFilter filter) {
    Watcher watcher = new Watcher(filter);
    watchers.add(watcher);
    return watcher;
  }

  @Override
  public void happened(Supplier<FactNotice> maker) {
    if (watchers.isEmpty()) {
      return;
    }
    FactNotice notice = maker.get();
    boolean wanted = false;
    for (Watcher watcher : watchers) {
      wanted |= watcher.offer(notice);
    }
    // Waking costs a system call: one is enough until somebody has looked.
    if (wanted && !told.getAndSet(true)) {
      wake.run();
    }
  }

  /** What waits for one watcher: a notice, and how many were lost before it. */
  private record Waiting(FactNotice notice, long lostBefore) {}

  /** One who watches. */
  final class Watcher implements ControlStream {
    private final FactFilter filter;
    private final Queue<Waiting> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong lost = new AtomicLong();
    private @Nullable FactNotice next;

    private Watcher(FactFilter filter) {
      this.filter = filter;
    }

    private boolean offer(FactNotice notice) {
      if (!wants(notice)) {
        return false;
      }
      if (waiting.get() >= MAX_WAITING) {
        lost.incrementAndGet();
        return false;
      }
      waiting.incrementAndGet();
      queue.add(new Waiting(notice, lost.getAndSet(0)));
      return true;
    }

    private boolean wants(FactNotice notice) {
      Source source = notice.source();
      return notice.fact() == null || source == null
          ? filter.wantsPacket(source)
          : filter.wants(notice.fact(), source);
    }

    @Override
    public byte @Nullable [] next() {
      told.set(false);
      FactNotice after = next;
      if (after != null) {
        next = null;
        return NoticeJson.line(after);
      }
      Waiting first = queue.poll();
      if (first == null) {
        long missed = lost.getAndSet(0);
        return missed == 0 ? null : NoticeJson.lost(missed);
      }
      waiting.decrementAndGet();
      if (first.lostBefore() == 0) {
        return NoticeJson.line(first.notice());
      }
      next = first.notice();
      return NoticeJson.lost(first.lostBefore());
    }

    @Override
    public byte[] last() {
      return NoticeJson.end();
    }

    @Override
    public void close() {
      watchers.remove(this);
    }
  }
}
