package io.wirelink.names;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/** What the build of the image asks for. */
class NamesRehearsalTest {

  @Test
  void allThatHostsAskForIsAnswered() throws IOException {
    List<String> said = new ArrayList<>();
    for (byte[] answer : NamesRehearsal.run()) {
      Message message = new Message(answer);
      String records =
          message.getSection(Section.ANSWER).stream()
              .map(record -> " " + record.rdataToString())
              .reduce("", String::concat);
      said.add(Rcode.string(message.getHeader().getRcode()) + records);
    }
    assertEquals(
        List.of(
            "NOERROR 10.77.0.1",
            "NOERROR fd77:0:0:0:0:0:0:1",
            "NOERROR host.rehearsal.wirelink.",
            "NXDOMAIN"),
        said);
  }
}
