package io.wirelink.netlink;

import io.wirelink.device.InterfaceCounters;
import io.wirelink.netlink.bindings.Linux;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * Reads the counters of one interface again and again, for as little as that can cost: {@code
 * RTM_GETSTATS} answers with the counters alone, where {@code RTM_GETLINK} tells all that there is
 * about the interface; and socket, buffers and question are kept from one time to the next.
 *
 * <p>The kernel is asked by the interface's index. When that is gone, its name is looked up again:
 * another interface may have it now. Safe for use by several threads.
 */
final class LinkCounters implements AutoCloseable {

  // Of linux/rtnetlink.h and linux/if_link.h (since Linux 4.7), for which there are no bindings:
  // the
  // test that holds those to the headers does so with these, too.

  static final int RTM_NEWSTATS = 92;
  static final int RTM_GETSTATS = 94;
  static final int IFLA_STATS_LINK_64 = 1;

  /** {@code struct if_stats_msg}: the second header of question and answer. */
  static final StructLayout IF_STATS_MSG =
      MemoryLayout.structLayout(
          ValueLayout.JAVA_INT.withName("family and padding"),
          ValueLayout.JAVA_INT.withName("ifindex"),
          ValueLayout.JAVA_INT.withName("filter_mask"));

  static final long IFINDEX = IF_STATS_MSG.byteOffset(PathElement.groupElement("ifindex"));
  static final long FILTER_MASK = IF_STATS_MSG.byteOffset(PathElement.groupElement("filter_mask"));

  /** Where {@code struct rtnl_link_stats64} has the bytes received and sent. */
  static final long RX_BYTES = 16;

  static final long TX_BYTES = 24;

  private final Channel.Opener opener;
  private @Nullable Question kept;
  private boolean closed;

  /** Opens a channel when it is asked first. */
  LinkCounters(Channel.Opener opener) {
    this.opener = opener;
  }

  /**
   * Reads the counters of the interface that has this name.
   *
   * @throws NetlinkException {@code ENODEV} if there is none
   * @throws IllegalStateException after the end
   */
  synchronized InterfaceCounters read(String name) throws NetlinkException {
    if (closed) {
      throw new IllegalStateException("the network is closed");
    }
    Question before = kept;
    if (before != null && before.name.equals(name)) {
      try {
        return before.ask();
      } catch (NetlinkException e) {
        if (e.errno() != Linux.ENODEV()) {
          throw e;
        }
      }
    }
    forget();
    Question anew = Question.about(opener, name);
    kept = anew;
    return anew.ask();
  }

  private void forget() {
    if (kept != null) {
      kept.conversation.close();
      kept = null;
    }
  }

  /** Lets go of the socket. Idempotent. */
  @Override
  public synchronized void close() {
    closed = true;
    forget();
  }

  /** A question that is sent each time as it is. */
  private record Question(String name, Conversation conversation, Request request) {

    static Question about(Channel.Opener opener, String name) throws NetlinkException {
      int index = indexOf(opener, name);
      Conversation conversation = Conversation.openShared(opener, Linux.NETLINK_ROUTE());
      Request request = new Request(conversation.arena(), RTM_GETSTATS, 0);
      MemorySegment header = request.secondHeader(IF_STATS_MSG);
      header.set(ValueLayout.JAVA_INT, IFINDEX, index);
      header.set(ValueLayout.JAVA_INT, FILTER_MASK, 1 << IFLA_STATS_LINK_64 - 1);
      return new Question(name, conversation, request);
    }

    private static int indexOf(Channel.Opener opener, String name) throws NetlinkException {
      try (Conversation conversation = Conversation.open(opener, Linux.NETLINK_ROUTE())) {
        return Link.byName(conversation, name).index();
      }
    }

    InterfaceCounters ask() throws NetlinkException {
      return conversation.ask(request, Collector::new);
    }
  }

  private static final class Collector implements Conversation.Collector<InterfaceCounters> {
    private @Nullable InterfaceCounters counters;

    @Override
    public void read(Message message) throws NetlinkException {
      if (message.type() != RTM_NEWSTATS) {
        return;
      }
      Attributes attributes = message.attributes(IF_STATS_MSG.byteSize());
      while (attributes.next()) {
        if (attributes.current().type() == IFLA_STATS_LINK_64) {
          MemorySegment stats = attributes.current().atLeast(TX_BYTES + Long.BYTES);
          counters =
              new InterfaceCounters(
                  stats.get(ValueLayout.JAVA_LONG_UNALIGNED, RX_BYTES),
                  stats.get(ValueLayout.JAVA_LONG_UNALIGNED, TX_BYTES));
        }
      }
    }

    @Override
    public InterfaceCounters result() throws NetlinkException {
      if (counters == null) {
        throw NetlinkException.malformed("no counters in the answer");
      }
      return counters;
    }
  }
}
