package io.wirelink.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Cidr;
import io.wirelink.device.PublicKey;
import io.wirelink.fixtures.Views;
import io.wirelink.invitation.Invitation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How invitations, and who came by them, survive a restart. */
class InvitationsFileTest {
  private static final PublicKey SELF = Views.key(1);
  private static final Instant EXPIRES = Instant.parse("2030-01-02T03:04:05Z");
  private static final List<Invitation> ALL =
      List.of(
          new Invitation(
              Views.key(2),
              "größe \"7\"",
              List.of(Cidr.parse("10.77.0.5/24"), Cidr.parse("fd77::5/64")),
              EXPIRES,
              null,
              true),
          new Invitation(
              Views.key(3),
              "desk",
              List.of(Cidr.parse("10.77.0.6/24")),
              EXPIRES,
              new Invitation.Joined(Views.key(4), EXPIRES.minusSeconds(60)),
              false));

  @TempDir private Path folder;
  private StateFile file;
  private Path path;

  @BeforeEach
  void nobodyIsInvited() {
    file = new StateFile(folder, "wg0");
    path = folder.resolve("wg0.invitations");
  }

  @Test
  void whatWasSavedIsLoadedAgain() throws IOException {
    assertEquals(List.of(), file.loadInvitations(SELF));
    file.saveInvitations(SELF, ALL);
    assertEquals(ALL, file.loadInvitations(SELF));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    file.saveInvitations(SELF, List.of());
    assertEquals(List.of(), file.loadInvitations(SELF));
  }

  private static Invitation wanted(int line, PublicKey key) {
    var joined = key == null ? null : new Invitation.Joined(key, EXPIRES);
    return new Invitation(Views.key(line), "host" + line, List.of(), EXPIRES, joined, true);
  }

  /** Saves them, takes the request away as who answers it does, and says whether there was one. */
  private boolean requests(Invitation... all) throws IOException {
    file.saveInvitations(SELF, List.of(all));
    return Files.deleteIfExists(folder.resolve("wg0.save"));
  }

  @Test
  void whoCameIsRequestedToBeInTheFileOfWgQuickOnceForEachKey() throws IOException {
    assertFalse(requests(wanted(2, null)), "nobody has come");
    assertFalse(requests(ALL.get(1)), "it is not wanted");
    assertTrue(requests(wanted(2, Views.key(12))));
    assertFalse(requests(wanted(2, Views.key(12))));
    assertTrue(requests(wanted(2, Views.key(12)), wanted(3, Views.key(13))));
    assertTrue(requests(wanted(2, Views.key(22)), wanted(3, Views.key(13))), "it has another key");
    assertFalse(requests(wanted(3, Views.key(13))));
    file = new StateFile(folder, "wg0");
    assertTrue(requests(wanted(3, Views.key(13))), "nobody knows what became of the request");
  }

  @Test
  void aRouterThatWentDownBeforeItWasWrittenRequestsItAgain() throws IOException {
    Path request = folder.resolve("wg0.save");
    file.saveInvitations(SELF, List.of(wanted(2, null), ALL.get(1)));
    new StateFile(folder, "wg0").loadInvitations(SELF);
    assertFalse(Files.exists(request), "nobody has come of whom it is wanted");
    assertTrue(requests(wanted(2, Views.key(12))));
    new StateFile(folder, "wg0").loadInvitations(SELF);
    assertTrue(Files.exists(request));
  }

  @Test
  void whatIsNotToBeBelievedIsIgnored() throws IOException {
    file.saveInvitations(SELF, ALL);
    assertEquals(List.of(), file.loadInvitations(Views.key(9)), "of another router");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw----"));
    assertEquals(List.of(), file.loadInvitations(SELF), "others may write it");
  }

  @Test
  void whateverIsInItIsReadOrRefused() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    byte[] good = InvitationsJson.write(SELF, ALL).getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 2000; i++) {
      byte[] bad = good.clone();
      bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      try {
        InvitationsJson.read(bad, SELF);
      } catch (StateJson.Damaged e) {
        // As it should be, or nothing has changed.
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ", " + i, e);
      }
    }
    for (String text : List.of("", "[]", "{}", "{\"version\":2}", "{\"version\":1}")) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      assertThrows(StateJson.Damaged.class, () -> InvitationsJson.read(bytes, SELF), text);
    }
  }
}
