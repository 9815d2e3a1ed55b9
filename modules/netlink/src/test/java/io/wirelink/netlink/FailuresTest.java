package io.wirelink.netlink;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.wirelink.device.DeviceException;
import io.wirelink.device.DeviceException.Reason;
import io.wirelink.netlink.bindings.Linux;
import org.junit.jupiter.api.Test;

final class FailuresTest {

  @Test
  void aMissingPrivilegeSaysWhatToDo() {
    DeviceException e = translate(Linux.EPERM(), "", Reason.GONE);
    assertEquals(Reason.NO_PERMISSION, e.reason());
    assertEquals(
        "cannot configure wg0: needs CAP_NET_ADMIN: run as root or by the systemd unit",
        e.getMessage());
  }

  @Test
  void anInterfaceThatIsNotThereNeverWasOrIsGone() {
    DeviceException never = translate(Linux.ENODEV(), "", Reason.NO_SUCH_INTERFACE);
    assertEquals(Reason.NO_SUCH_INTERFACE, never.reason());
    assertEquals(
        "cannot configure wg0: there is no interface wg0: bring it up first, for example with"
            + " `wg-quick up wg0`",
        never.getMessage());
    DeviceException gone = translate(Linux.ENODEV(), "", Reason.GONE);
    assertEquals(Reason.GONE, gone.reason());
    assertEquals("cannot configure wg0: the interface wg0 is gone", gone.getMessage());
  }

  @Test
  void theKernelsOwnWordsAreKept() {
    DeviceException e = translate(Linux.EACCES(), "IPv6 is disabled on this device", Reason.GONE);
    assertEquals(Reason.FAILED, e.reason());
    assertEquals(
        "cannot configure wg0: the kernel does not allow it"
            + " (IPv6 is disabled on this device, errno 13)",
        e.getMessage());
  }

  @Test
  void anUnknownNumberIsStillToldAsItIs() {
    assertEquals(
        "cannot configure wg0: the kernel refused (errno 71)",
        translate(71, "", Reason.GONE).getMessage());
  }

  @Test
  void anAnswerThatIsNotUnderstoodIsNoRefusal() {
    DeviceException e =
        Failures.translate(
            NetlinkException.malformed("an attribute is cut short"),
            "read wg0",
            "wg0",
            Reason.GONE);
    assertEquals(Reason.FAILED, e.reason());
    assertEquals(
        "cannot read wg0: the kernel's answer is not understood (an attribute is cut short)",
        e.getMessage());
  }

  private static DeviceException translate(int errno, String words, Reason ifMissing) {
    return Failures.translate(
        new NetlinkException(errno, words), "configure wg0", "wg0", ifMissing);
  }
}
