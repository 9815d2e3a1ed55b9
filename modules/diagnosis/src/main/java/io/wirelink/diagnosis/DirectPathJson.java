package io.wirelink.diagnosis;

import com.fasterxml.jackson.core.JsonGenerator;
import io.wirelink.agent.DirectPath;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Writes how the direct path to a peer is, for programs (docs/control.md). */
public final class DirectPathJson {
  private DirectPathJson() {}

  /** Writes what all answers tell of it, in an object that is open. */
  public static void writeState(JsonGenerator json, DirectPath path) throws IOException {
    json.writeStringField("state", path.phase().word());
    json.writeStringField("since", inSeconds(path.since()));
    json.writeStringField("broken", path.broken() == null ? null : path.broken().word());
    json.writeStringField("held_until", inSeconds(path.heldUntil()));
    json.writeNumberField("breaks", path.breaks());
  }

  /** Writes the size of packets that are known to pass; null where there is none. */
  public static void writeMtu(JsonGenerator json, DirectPath path) throws IOException {
    if (path.mtu() == null) {
      json.writeNullField("mtu");
    } else {
      json.writeNumberField("mtu", path.mtu());
    }
  }

  private static @Nullable String inSeconds(@Nullable Instant instant) {
    return instant == null ? null : instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
