package io.wirelink.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.wirelink.agent.KeptRotations;
import io.wirelink.agent.KeptSuccession;
import io.wirelink.agent.OwnRotation;
import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.KeyRotation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotationsFileTest {

  private static final Instant SINCE = Instant.parse("2030-01-02T03:04:05Z");
  private static final PublicKey SELF = new PublicKey(1, 2, 3, 4);
  private static final PrivateKey NEXT = PrivateKey.generate(new Random(1));

  private static final KeptSuccession OTHER =
      new KeptSuccession(
          new KeyRotation(new PublicKey(5, 6, 7, 8), new PublicKey(9, 10, 11, 12), 1L << 40),
          "desk",
          SINCE,
          true);

  @TempDir Path folder;

  private StateFile file() {
    return new StateFile(folder, "wg0");
  }

  private static KeptRotations underWay() {
    return new KeptRotations(new OwnRotation(SELF, NEXT, 7, SINCE), List.of(OTHER));
  }

  /** Where systemd runs the agent, that is another user each time. */
  @Test
  void aCommandReadsTheKeyOfAnAgentThatRunsAsAnotherUser() throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")), "to give a file away needs root");
    file().saveRotations(SELF, underWay());
    Path path = folder.resolve("wg0.rotations");
    int user = 61234;
    Files.setAttribute(path, "unix:uid", user);
    assertNull(file().loadRotations(SELF).own(), "an agent that runs as root does not");
    OwnRotation own = file().ownRotation(SELF, user).orElseThrow();
    assertEquals(underWay().own().rotation(), own.rotation());
    assertEquals(Optional.empty(), file().ownRotation(SELF, user + 1), "of yet another");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw----"));
    assertEquals(Optional.empty(), file().ownRotation(SELF, user), "others may write it");
  }

  @Test
  void whatIsUnderWayIsReadUnderEitherKeyAndByNobodyElse() throws IOException {
    file().saveRotations(SELF, underWay());
    for (PublicKey host : List.of(SELF, NEXT.publicKey())) {
      KeptRotations read = file().loadRotations(host);
      OwnRotation own = read.own();
      assertNotNull(own);
      assertEquals(underWay().own().rotation(), own.rotation());
      assertEquals(List.of(OTHER), read.others());
    }
    assertEquals(KeptRotations.NONE, file().loadRotations(new PublicKey(0, 0, 0, 9)));
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(folder.resolve("wg0.rotations"))));
  }

  @Test
  void aHostThatHasItsKeyGoesOnUnderItAndKeepsItNoMore() throws IOException {
    file().saveRotations(SELF, underWay());
    assertNotNull(file().handOn(SELF).own());
    for (int i = 0; i < 2; i++) {
      KeptRotations concluded = file().handOn(NEXT.publicKey());
      assertNull(concluded.own());
      assertEquals(2, concluded.others().size());
      assertEquals(underWay().own().rotation(), concluded.others().getLast().rotation());
    }
    String text = Files.readString(folder.resolve("wg0.rotations"));
    assertFalse(text.contains("\"own\""), text);
  }

  @Test
  void whatIsDamagedCountsAsNothing() throws IOException {
    file().saveRotations(SELF, underWay());
    Path path = folder.resolve("wg0.rotations");
    String whole = Files.readString(path);
    for (String damaged :
        List.of(
            "", "{}", whole.substring(1), whole.replace("true", "5"), whole.replace("7", "x"))) {
      Files.writeString(path, damaged);
      assertEquals(KeptRotations.NONE, file().loadRotations(SELF));
    }
  }
}
