package io.wirelink.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.wirelink.agent.AgentView;
import io.wirelink.agent.KeptSuccession;
import io.wirelink.agent.NatView;
import io.wirelink.agent.PortMappingView;
import io.wirelink.agent.RotationView;
import io.wirelink.agent.RotationView.Standing;
import io.wirelink.agent.RotationsView;
import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.KeyRotation;
import io.wirelink.fixtures.Views;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How hosts that take another key show in the status of an agent. */
@Timeout(300)
class RotationTextTest extends AskedAgents {

  private static final PrivateKey NEXT = PrivateKey.generate(new Random(1));
  private static final PublicKey TO = NEXT.publicKey();

  private volatile AgentView view = view(null);

  private static AgentView view(@Nullable RotationView own, KeptSuccession... others) {
    RotationsView rotations = new RotationsView(own, List.of(others));
    return StatusViews.small(PortMappingView.NONE, NatView.NONE, rotations);
  }

  private static RotationView own(boolean changing, Standing... standings) {
    List<RotationView.Other> others =
        IntStream.range(0, standings.length)
            .mapToObj(i -> new RotationView.Other(Views.key(30 + i), "h" + i, false, standings[i]))
            .toList();
    return new RotationView(Views.SELF, TO, Views.NOW.minusSeconds(7), true, changing, others);
  }

  private static KeptSuccession announced(PublicKey from, PublicKey to, String name, boolean over) {
    return new KeptSuccession(new KeyRotation(from, to, 1), name, Views.NOW.minusSeconds(61), over);
  }

  /** What else is said of the host. */
  private List<String> notes() {
    agents.serve("wg0", () -> view);
    List<String> lines = shell.done("status").lines().toList();
    agents.stop("wg0");
    List<String> notes = lines.subList(1, lines.size());
    return notes.stream().takeWhile(line -> !line.startsWith("PEER ")).toList();
  }

  @Test
  void whoDoesNotFollowThisHostIsNamed() {
    assertEquals(List.of(), notes());
    view = view(own(false, Standing.FOLLOWS, Standing.AWAITED, Standing.AWAY, Standing.FOLLOWS));
    assertEquals(
        List.of(
            "another key, "
                + TO
                + ", was made 7s ago: 2 of 4 peers follow it; h1 has not answered yet, h2 is away;"
                + " 'wirelink rotate' goes on, 'wirelink rotate --withdraw' gives it up"),
        notes());
    view = view(own(false, Standing.FOLLOWS, Standing.REFUSES, Standing.UNABLE));
    assertTrue(
        notes().getFirst().contains("1 of 3 peers follows it; h1 refuses it, h2 knows nothing"),
        notes()::toString);
    Standing[] many = new Standing[9];
    Arrays.fill(many, Standing.AWAITED);
    view = view(own(false, many));
    assertTrue(
        notes().getFirst().contains("h4 has not answered yet and 4 more;"), notes()::toString);
    view = view(own(true, Standing.FOLLOWS));
    assertTrue(notes().getFirst().endsWith("7s ago: it is being taken"), notes()::toString);
  }

  @Test
  void whoIsAboutToTakeAnotherKeyHasALine() {
    view =
        view(
            null,
            announced(Views.STRANGER, TO, "leaf9", false),
            announced(Views.key(40), Views.key(41), "", false),
            announced(Views.key(42), Views.key(43), "gone", true));
    assertEquals(
        List.of(
            "leaf9 is about to take another key, " + TO + ", announced 1m1s ago",
            Views.key(40)
                + " is about to take another key, "
                + Views.key(41)
                + ", announced 1m1s ago"),
        notes());
  }

  @Test
  void aFileWithAnotherKeyIsSaid(@TempDir Path folder) throws Exception {
    shell.variables.put("WIRELINK_CONFIG_PATH", folder.toString());
    Path file = folder.resolve("wg0.conf");
    String base64 = Base64.getEncoder().encodeToString(NEXT.bytes());
    Files.writeString(file, "[Interface]\nPrivateKey = " + base64 + "\n");
    assertEquals(
        List.of(
            "wg-quick's file has another key than the interface, "
                + TO
                + ": that would be the one from the next start on"),
        notes());
    view = view(own(false, Standing.FOLLOWS));
    assertEquals(
        "wg-quick's file has that key already: 'wirelink rotate' goes on", notes().getLast());
    agents.serve("wg0", () -> view);
    Map<String, Object> json = JSON.std.mapFrom(shell.done("status", "--json"));
    assertEquals(TO.toString(), json.get("file_key"));
    assertEquals(TO.toString(), ((Map<?, ?>) json.get("rotation")).get("to"));
    assertEquals(List.of(), json.get("announced"));
  }

  @Test
  void whoFollowsTellsItOnceItIsAnother() throws Exception {
    agents.serve("wg0", () -> view);
    AgentView later = view(null, announced(Views.STRANGER, TO, "leaf9", false));
    shell.terminal = new FakeTerminal(Optional.empty(), () -> view = later, () -> {});
    List<String> told = shell.done("status", "--json", "--watch").lines().toList();
    assertEquals(2, told.size());
    assertTrue(told.get(1).contains("\"announced\":[{\"name\":\"leaf9\""), told.get(1));
  }
}
