package io.wirelink.state;

import static io.wirelink.state.KeptEntries.list;
import static io.wirelink.state.KeptEntries.string;

import io.wirelink.device.Cidr;
import io.wirelink.device.PublicKey;
import io.wirelink.invitation.Invitation;
import io.wirelink.text.JsonText;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Invitations as the text of a file: one object, with an invitation a line. It holds public keys
 * alone, so that nobody comes in by it.
 */
final class InvitationsJson {

  /** Changes when a file means something else than before. */
  private static final int VERSION = 1;

  private static final KeptEntries FORM = new KeptEntries(VERSION, "router", "invitations");

  private InvitationsJson() {}

  /** Writes them. */
  static String write(PublicKey self, List<Invitation> all) {
    List<Object> entries = new ArrayList<>();
    for (Invitation each : all) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("one_time_key", each.oneTimeKey().toString());
      entry.put("name", each.name());
      entry.put("addresses", each.addresses().stream().map(Cidr::toString).toList());
      entry.put("expires", each.expires().toString());
      if (each.joined() != null) {
        entry.put("key", each.joined().key().toString());
        entry.put("joined", each.joined().at().truncatedTo(ChronoUnit.SECONDS).toString());
      }
      if (each.save()) {
        entry.put("save", true);
      }
      entries.add(entry);
    }
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("version", VERSION);
    object.put("router", self.toString());
    object.put("invitations", entries);
    try {
      return JsonText.lines(object);
    } catch (IOException e) {
      throw new AssertionError("a text in memory can be written", e);
    }
  }

  /**
   * Reads them. Keys that are not known are ignored, for later versions.
   *
   * @param self the router that they have to be of
   * @throws StateJson.Damaged if it is not what {@link #write} may have written
   */
  static List<Invitation> read(byte[] text, PublicKey self) throws StateJson.Damaged {
    return FORM.read(text, self, InvitationsJson::invitation);
  }

  private static Invitation invitation(Map<?, ?> entry) {
    List<Cidr> addresses =
        list(entry.get("addresses")).stream().map(each -> Cidr.parse(string(each))).toList();
    Invitation.Joined joined =
        entry.get("key") == null
            ? null
            : new Invitation.Joined(
                PublicKey.parse(string(entry.get("key"))),
                Instant.parse(string(entry.get("joined"))));
    return new Invitation(
        PublicKey.parse(string(entry.get("one_time_key"))),
        string(entry.get("name")),
        addresses,
        Instant.parse(string(entry.get("expires"))),
        joined,
        Boolean.TRUE.equals(entry.get("save")));
  }
}
