package io.wirelink.command;

import io.wirelink.control.Status;
import io.wirelink.control.Status.Peer;
import io.wirelink.control.StatusJson;
import io.wirelink.text.Amounts;
import io.wirelink.text.PeerLabels;
import io.wirelink.text.Printable;
import io.wirelink.text.Style;
import io.wirelink.text.TextTable;
import io.wirelink.text.TextTable.Cell;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How an agent and its peers are, for people: a line about the host, and a line for each peer. */
final class StatusText {
  private static final String NOTHING = "-";
  private static final String THIS_HOST = "this host";

  /** On a terminal a name takes no more cells than this: somebody else has chosen it. */
  private static final int MAX_NAME = 24;

  /** What the line about the host and the heading take, without what else is worth a line. */
  private static final int HEAD_LINES = 2;

  /** Of lines, for who shows all. */
  static final int UNLIMITED = Integer.MAX_VALUE;

  /**
   * What to show it on.
   *
   * @param colour whether to paint
   * @param columns the cells of a row, to make long things fit; 0 shows all of everything
   */
  record Look(boolean colour, int columns) {
    /** For files and pipes. */
    static final Look PLAIN = new Look(false, 0);
  }

  /**
   * The columns that are there only where there is something in them.
   *
   * @param roundTrips how long a packet takes
   * @param losses how many probes get lost
   * @param keys what preshared keys there are
   */
  private record Columns(boolean roundTrips, boolean losses, boolean keys) {}

  private final Status status;
  private final Look look;
  private final Instant now;
  private final PeerLabels labels;

  private StatusText(Status status, Look look, Instant now) {
    this.status = status;
    this.look = look;
    this.now = now;
    this.labels =
        new PeerLabels(
            Stream.concat(
                    Stream.of(status.self()),
                    status.peers().stream().flatMap(peer -> Stream.of(peer.host(), peer.via())))
                .map(Status.Named::key)
                .toList());
  }

  /**
   * Lays all of it out.
   *
   * @param now the time from which ages are counted back
   * @return lines without their ends
   */
  static List<String> of(Status status, Look look, Instant now) {
    return of(status, look, now, UNLIMITED);
  }

  /**
   * Lays out as much as fits, and says how much does not.
   *
   * @param now the time from which ages are counted back
   * @param most how many lines there may be; the one about the host is always there
   * @return lines without their ends
   */
  static List<String> of(Status status, Look look, Instant now, int most) {
    StatusText text = new StatusText(status, look, now);
    List<String> lines = new ArrayList<>(List.of(text.host()));
    StatusNotes.of(status, now).stream().limit(Math.max(0, most - HEAD_LINES)).forEach(lines::add);
    List<Peer> peers = status.peers();
    int head = lines.size() + 1;
    if (peers.size() + head <= most) {
      lines.addAll(text.table(peers));
    } else if (most > 1) {
      int shown = Math.max(0, most - head - 1);
      lines.addAll(text.table(peers.subList(0, shown)));
      lines.add("… and " + summary(peers.subList(shown, peers.size())));
    }
    return lines;
  }

  /** The host in the order of what is asked most; the key comes last, since it is long. */
  private String host() {
    String name = status.self().name();
    return "%s: %s, %s, up %s, %s, wirelink %s, key %s"
        .formatted(
            Printable.of(status.interfaceName()),
            painted(name.isEmpty() ? THIS_HOST : label(status.self()), Style.BOLD),
            role(),
            Amounts.time(Duration.between(status.started(), now)),
            Amounts.counted(status.facts(), "fact"),
            Printable.of(status.version()),
            Printable.of(status.self().key()));
  }

  private String role() {
    String role = Printable.of(status.role()) + (status.draining() ? ", draining," : "");
    return switch (status.roleReason()) {
      case StatusJson.CONFIGURED -> role + " as configured";
      case StatusJson.NO_PEER_IS_ROUTER -> role + " because no peer is one";
      case StatusJson.PEER_IS_ROUTER -> role + " because " + routers();
      default -> role;
    };
  }

  /** Who is a router; a view always has one where that is the reason. */
  private String routers() {
    List<Peer> routers = status.peers().stream().filter(Peer::router).toList();
    return switch (routers.size()) {
      case 0 -> "a peer is a router";
      case 1 -> label(routers.getFirst().host()) + " is a router";
      default ->
          label(routers.getFirst().host())
              + " and "
              + Amounts.counted(routers.size() - 1, "other peer")
              + " are routers";
    };
  }

  private static String summary(List<Peer> peers) {
    return "%d more: %d direct, %d by a router, %d down"
        .formatted(
            peers.size(),
            count(peers, StatusJson.DIRECT),
            count(peers, StatusJson.ROUTED),
            count(peers, StatusJson.DOWN));
  }

  private static long count(List<Peer> peers, String path) {
    return peers.stream().filter(peer -> peer.path().equals(path)).count();
  }

  private List<String> table(List<Peer> peers) {
    if (peers.isEmpty()) {
      return List.of();
    }
    Columns shown =
        new Columns(
            peers.stream().anyMatch(peer -> peer.roundTrip() != null),
            peers.stream().anyMatch(PeerWords::isLossy),
            peers.stream().anyMatch(peer -> !PeerWords.key(peer).isEmpty()));
    List<List<Cell>> rows = new ArrayList<>(List.of(heading(shown)));
    peers.forEach(peer -> rows.add(row(peer, shown)));
    int room = look.columns();
    for (int width : TextTable.widths(rows)) {
      room -= width + TextTable.GAP.length();
    }
    rows.getFirst().add(cell("ALLOWED IPS", Style.BOLD));
    for (int i = 0; i < peers.size(); i++) {
      rows.get(i + 1).add(Cell.of(allowedIps(peers.get(i), room)));
    }
    return TextTable.lines(rows);
  }

  private List<Cell> heading(Columns shown) {
    List<Cell> cells = new ArrayList<>();
    cells.add(cell("PEER", Style.BOLD));
    cells.add(cell("PATH", Style.BOLD));
    cells.add(right("SINCE", Style.BOLD));
    cells.add(cell("ENDPOINT", Style.BOLD));
    cells.add(right("HANDSHAKE", Style.BOLD));
    cells.add(cell("ALIVE", Style.BOLD));
    if (shown.roundTrips()) {
      cells.add(right("RTT", Style.BOLD));
    }
    if (shown.losses()) {
      cells.add(right("LOSS", Style.BOLD));
    }
    if (shown.keys()) {
      cells.add(cell("PSK", Style.BOLD));
    }
    cells.add(right("RX", Style.BOLD));
    cells.add(right("TX", Style.BOLD));
    cells.add(cell("TRUST", Style.BOLD));
    return cells;
  }

  private List<Cell> row(Peer peer, Columns shown) {
    List<Cell> cells = new ArrayList<>();
    cells.add(Cell.of(label(peer.host())));
    cells.add(path(peer));
    cells.add(right(age(peer.direct().since()), null));
    cells.add(Cell.of(orNothing(peer.endpoint())));
    cells.add(right(age(peer.handshake()), null));
    cells.add(Cell.of(PeerWords.alive(peer)));
    if (shown.roundTrips()) {
      Duration roundTrip = peer.roundTrip();
      cells.add(right(roundTrip == null ? NOTHING : Amounts.roundTrip(roundTrip), null));
    }
    if (shown.losses()) {
      Double loss = peer.loss();
      String percent = loss == null ? NOTHING : Math.round(100 * loss) + "%";
      cells.add(right(percent, PeerWords.isLossy(peer) ? Style.YELLOW : null));
    }
    if (shown.keys()) {
      Instant since = peer.keyedSince();
      cells.add(Cell.of(orNothing(PeerWords.key(peer)) + (since == null ? "" : " " + age(since))));
    }
    cells.add(right(Amounts.bytes(peer.receivedBytes()), null));
    cells.add(right(Amounts.bytes(peer.sentBytes()), null));
    cells.add(Cell.of(orNothing(peer.trust()) + (peer.remembered() ? " (remembered)" : "")));
    return cells;
  }

  private Cell path(Peer peer) {
    String remark = (peer.draining() ? ", draining" : "") + PeerWords.trouble(peer);
    return switch (peer.path()) {
      case StatusJson.DIRECT -> cell("direct" + remark, Style.GREEN);
      case StatusJson.ROUTED ->
          cell(
              "by " + (peer.via().key().isEmpty() ? "a router" : label(peer.via())) + remark,
              Style.YELLOW);
      case StatusJson.DOWN -> cell("down" + remark, Style.RED);
      default -> Cell.of(orNothing(peer.path()));
    };
  }

  private String age(@Nullable Instant time) {
    return time == null ? NOTHING : Amounts.time(Duration.between(time, now));
  }

  /** All of them, or on a terminal as many as have room, but one at least, and how many more. */
  private String allowedIps(Peer peer, int room) {
    List<String> all = peer.allowedIps().stream().map(Printable::of).toList();
    String text = all.isEmpty() ? NOTHING : String.join(", ", all);
    if (look.columns() == 0) {
      return text;
    }
    for (int shown = all.size() - 1; shown > 0 && text.length() > room; shown--) {
      text = String.join(", ", all.subList(0, shown)) + ", +" + (all.size() - shown);
    }
    return text;
  }

  private String label(Status.Named host) {
    String label = labels.of(host.key(), host.name());
    return look.columns() == 0 ? label : TextTable.cut(label, MAX_NAME);
  }

  private static String orNothing(String text) {
    return text.isEmpty() ? NOTHING : Printable.of(text);
  }

  private String painted(String text, Style style) {
    return look.colour() ? style.paint(text) : text;
  }

  private Cell cell(String text, Style style) {
    return new Cell(text, false, look.colour() ? style : null);
  }

  private Cell right(String text, @Nullable Style style) {
    return new Cell(text, true, look.colour() ? style : null);
  }
}
