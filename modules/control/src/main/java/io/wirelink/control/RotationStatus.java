package io.wirelink.control;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which hosts are about to take another key, as an agent answers.
 *
 * @param own this host's own; null if no other key was made for it
 * @param announced those of others
 * @param fileKey the public half of the key in wg-quick's file; empty if who asks cannot read that
 */
public record RotationStatus(@Nullable Own own, List<Announced> announced, String fileKey) {

  /** What the answer has of the file, put there by who asks and not by the agent. */
  public static final String FILE_KEY = "file_key";

  /** Keeps a copy. */
  public RotationStatus {
    announced = List.copyOf(announced);
  }

  /**
   * This host's own.
   *
   * @param to the key that it is going to have
   * @param since when that was made
   * @param changing whether it is being taken at this moment
   * @param peers how far each peer is
   */
  public record Own(String to, @Nullable Instant since, boolean changing, List<Peer> peers) {

    /** Keeps a copy. */
    public Own {
      peers = List.copyOf(peers);
    }
  }

  /**
   * A peer.
   *
   * @param host who it is
   * @param standing how far it is: {@code follows}, {@code awaited}, {@code refuses}, {@code
   *     unable} or {@code away}
   */
  public record Peer(Status.Named host, String standing) {}

  /**
   * That of another host.
   *
   * @param from who it is, by the key that it has
   * @param to the key that it is going to have
   * @param since when it said so
   */
  public record Announced(Status.Named from, String to, @Nullable Instant since) {}

  static RotationStatus of(Members answer) {
    Members own = answer.object("rotation");
    return new RotationStatus(
        own.text("to").isEmpty()
            ? null
            : new Own(
                own.text("to"),
                own.instant("since"),
                own.flag("changing"),
                own.list("peers").stream()
                    .map(Members::of)
                    .map(each -> new Peer(Status.Named.of(each), each.text("standing")))
                    .toList()),
        answer.list("announced").stream()
            .map(Members::of)
            .map(
                each ->
                    new Announced(
                        new Status.Named(each.text("from"), each.text("name")),
                        each.text("to"),
                        each.instant("since")))
            .toList(),
        answer.text(FILE_KEY));
  }
}
