package io.wirelink.agent;

import io.wirelink.fact.KeyRotation;
import io.wirelink.gossip.RotationMessage;
import java.util.List;
import java.util.Optional;

/** Who has another key now, as others are to hold it (docs/protocol.md, "Rotating"). */
record FinishedSuccessions(SuccessionList list) implements Replication.Source {

  @Override
  public int capability() {
    return RotationMessage.CAPABILITY;
  }

  @Override
  public long revision() {
    return list.overRevision();
  }

  @Override
  public Optional<Replication.Batch> after(long revision) {
    List<SuccessionList.Entry> news = list.overAfter(revision, RotationMessage.MAX_ROTATIONS);
    if (news.isEmpty()) {
      return Optional.empty();
    }
    List<KeyRotation> rotations = news.stream().map(each -> each.kept().rotation()).toList();
    return Optional.of(
        new Replication.Batch(
            news.getLast().revision(), id -> new RotationMessage.Told(id, rotations).inner()));
  }
}
