package io.wirelink.control;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clients that are connected to a control socket, and who of them gives way when there are too
 * many. Those that ask and those that watch have their own places, so that neither can lock out the
 * other.
 *
 * @param selector where they are registered, each with its connection
 * @param limits how many there may be
 */
record ControlClients(Selector selector, ControlLimits limits) {
  private static final Logger log = LoggerFactory.getLogger(ControlClients.class);

  /** All that are connected. */
  List<SelectionKey> keys() {
    return selector.keys().stream()
        .filter(key -> key.isValid() && key.attachment() instanceof ControlConnection)
        .toList();
  }

  private List<SelectionKey> keys(Predicate<ControlConnection> condition) {
    return keys().stream().filter(key -> condition.test(of(key))).toList();
  }

  /** The client behind a key. */
  static ControlConnection of(SelectionKey key) {
    return (ControlConnection) key.attachment();
  }

  /** All connections. */
  List<ControlConnection> all() {
    return keys().stream().map(ControlClients::of).toList();
  }

  /** How much waits to be read by clients that asked for it. */
  long pendingBytes() {
    return all().stream()
        .filter(client -> !client.isWatching())
        .mapToLong(ControlConnection::pendingBytes)
        .sum();
  }

  /**
   * Makes room for one more. Of those that wait for nothing, the one that has idled longest gives
   * way.
   */
  void makeRoom() {
    List<SelectionKey> asking = keys(client -> !client.isWatching());
    if (asking.size() >= limits.clients()) {
      asking.stream()
          .min(
              Comparator.comparing((SelectionKey key) -> of(key).wantsToWrite())
                  .thenComparingLong(key -> of(key).deadlineNanos()))
          .ifPresent(this::drop);
    }
  }

  /**
   * Makes room for one more who watches: one that has not read for a while gives way, or will not
   * say anything any more.
   *
   * @return whether there is room
   */
  boolean makeRoomToWatch(long nowNanos) {
    List<SelectionKey> watching = keys(ControlConnection::isWatching);
    if (watching.size() < limits.watchers()) {
      return true;
    }
    Optional<SelectionKey> stalled =
        watching.stream().filter(key -> of(key).isStalled(nowNanos)).findFirst();
    stalled.ifPresent(this::drop);
    return stalled.isPresent();
  }

  /** Disconnects a client. */
  void drop(SelectionKey key) {
    of(key).close();
    key.cancel();
    selector.wakeup(); // others may have waited for the room that it took
    try {
      key.channel().close();
    } catch (IOException e) {
      log.debug("A control client could not be closed", e);
    }
  }
}
