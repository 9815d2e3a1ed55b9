package io.wirelink.command;

import io.wirelink.control.Status;
import io.wirelink.text.Amounts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What else is worth a line about a host, for people: there is none where all is as it should be.
 */
final class StatusNotes {

  private StatusNotes() {}

  static List<String> of(Status status, Instant now) {
    List<String> notes = new ArrayList<>();
    if (status.packetsDropped() > 0) {
      notes.add(
          Amounts.counted(status.packetsDropped(), "packet")
              + " dropped, since they came faster than the agent takes them in");
    }
    if (status.removed() > 0) {
      notes.add(
          Amounts.counted(status.removed(), "host")
              + (status.removed() == 1 ? " is" : " are")
              + " removed from the mesh: 'wirelink removed' shows which");
    }
    MappingText.of(status.mappings(), now).ifPresent(notes::add);
    notes.addAll(NamesText.of(status.names(), status.interfaceName()));
    notes.addAll(RotationText.of(status, now));
    return notes;
  }
}
