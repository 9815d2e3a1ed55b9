package io.wirelink.netlink;

import io.wirelink.device.DeviceException;
import io.wirelink.device.DeviceException.Reason;
import io.wirelink.netlink.bindings.Linux;
import java.util.Map;

/** Says in an operator's words why something failed: the one place where an errno is translated. */
final class Failures {

  private static final Map<Integer, String> WORDS =
      Map.ofEntries(
          Map.entry(Linux.ENOENT(), "what it names does not exist"),
          Map.entry(Linux.EINTR(), "it kept changing meanwhile: try again"),
          Map.entry(Linux.EIO(), "input/output error"),
          Map.entry(Linux.EAGAIN(), "the kernel did not answer in time"),
          Map.entry(Linux.EACCES(), "the kernel does not allow it"),
          Map.entry(Linux.EBUSY(), "it is in use"),
          Map.entry(Linux.EEXIST(), "it exists already"),
          Map.entry(Linux.EINVAL(), "the kernel does not accept it"),
          Map.entry(Linux.ENOSPC(), "the kernel's answer is too long"),
          Map.entry(Linux.EOPNOTSUPP(), "the kernel does not support it"),
          Map.entry(Linux.EPROTONOSUPPORT(), "the kernel does not support the protocol"),
          Map.entry(Linux.EAFNOSUPPORT(), "the kernel does not support the address family"),
          Map.entry(Linux.EADDRINUSE(), "the port is taken by another process"),
          Map.entry(Linux.EADDRNOTAVAIL(), "the address is not on this host"),
          Map.entry(Linux.ENETDOWN(), "the interface is down"),
          Map.entry(Linux.ENOBUFS(), "the kernel is short of buffers"),
          Map.entry(Linux.EMSGSIZE(), "the message is too long"),
          Map.entry(Linux.ERANGE(), "a number is out of range"));

  private Failures() {}

  /**
   * What the kernel's refusal means for whoever asked.
   *
   * @param operation what was tried, to follow "cannot", with the interface's name
   * @param interfaceName the interface that it was about; empty if none
   * @param ifMissing what it means if the interface does not exist: that it never did, or is gone
   */
  static DeviceException translate(
      NetlinkException e, String operation, String interfaceName, Reason ifMissing) {
    int errno = e.errno();
    String cannot = "cannot " + operation + ": ";
    if (errno == NetlinkException.MALFORMED) {
      return new DeviceException(
          Reason.FAILED, cannot + "the kernel's answer is not understood (" + e.words() + ")", e);
    }
    if (errno == Linux.EPERM()) {
      return new DeviceException(
          Reason.NO_PERMISSION,
          cannot + "needs CAP_NET_ADMIN: run as root or by the systemd unit",
          e);
    }
    if (errno == Linux.ENODEV()) {
      return new DeviceException(ifMissing, cannot + missing(interfaceName, ifMissing), e);
    }
    String reason = WORDS.getOrDefault(errno, "the kernel refused");
    String words = e.words().isEmpty() ? "" : e.words() + ", ";
    return new DeviceException(
        Reason.FAILED, cannot + reason + " (" + words + "errno " + errno + ")", e);
  }

  private static String missing(String interfaceName, Reason ifMissing) {
    return ifMissing == Reason.GONE
        ? "the interface " + interfaceName + " is gone"
        : "there is no interface "
            + interfaceName
            + ": bring it up first, for example with `wg-quick up "
            + interfaceName
            + "`";
  }
}
