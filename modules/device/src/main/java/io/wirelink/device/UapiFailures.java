package io.wirelink.device;

import io.wirelink.device.DeviceException.Reason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;

/**
 * Says what a failed request to a userspace WireGuard means for whoever runs it: the one place
 * where its error numbers and the state of its socket become sentences.
 *
 * <p>The texts of the system's errors are never looked at: they come in the language of the host.
 */
final class UapiFailures {

  /** What was asked of the device. */
  enum Operation {
    /** No request yet. */
    OPEN("open"),
    /** A get request. */
    READ("read"),
    /** A set request. */
    CHANGE("change");

    private final String verb;

    Operation(String verb) {
      this.verb = verb;
    }
  }

  // asm-generic/errno-base.h and errno.h of Linux; the protocol has no numbers of its own.
  private static final int EPERM = 1;
  private static final int ENXIO = 6;
  private static final int EACCES = 13;
  private static final int ENODEV = 19;
  private static final int EINVAL = 22;
  private static final int EPROTO = 71;
  private static final int EADDRINUSE = 98;

  private final String interfaceName;
  private final UapiSocket socket;

  UapiFailures(String interfaceName, UapiSocket socket) {
    this.interfaceName = interfaceName;
    this.socket = socket;
  }

  /** The device got the request and refused it. */
  DeviceException ofErrno(Operation operation, int errno) {
    return switch (errno) {
      case EPERM, EACCES -> noPermission(operation);
      case ENXIO, ENODEV -> gone();
      case EADDRINUSE ->
          failed(operation, "the listen port is in use", "choose another one or end its user");
      case EINVAL, EPROTO ->
          failed(
              operation,
              "its userspace WireGuard does not accept the request (errno " + errno + ")",
              "update it, or show this message to the developers");
      default ->
          failed(
              operation,
              "its userspace WireGuard reported errno " + errno,
              "look into what it logs");
    };
  }

  /** The answer makes no sense. */
  DeviceException ofAnswer(Operation operation, UapiAnswer.Malformed problem) {
    return failed(
        operation,
        "the answer of its userspace WireGuard makes no sense (" + problem.getMessage() + ")",
        "update it");
  }

  /** The request or its answer did not get through. */
  DeviceException ofConnection(Operation operation, IOException problem) {
    if (problem instanceof SocketTimeoutException) {
      return failed(
          operation,
          "its userspace WireGuard did not answer within " + socket.limit().toMillis() + " ms",
          "restart it if it hangs");
    }
    if (problem instanceof InterruptedIOException) {
      return failed(operation, "the wait was interrupted", "try again");
    }
    return nobodyListens() ? gone() : refused(operation, problem);
  }

  /** The socket is there, somebody may listen on it, and connecting or talking to him failed. */
  DeviceException refused(Operation operation, IOException problem) {
    if (!Files.isWritable(socket.path())) {
      return noPermission(operation);
    }
    String message =
        message(
            operation,
            "the connection to " + socket.path() + " failed (" + problem.getMessage() + ")",
            "check its userspace WireGuard");
    return new DeviceException(Reason.FAILED, message, problem);
  }

  /** A process that ends closes its connections first and its socket a moment before or after. */
  private boolean nobodyListens() {
    try {
      socket.probe();
      return false;
    } catch (ConnectException e) {
      return true;
    } catch (IOException e) {
      return Files.notExists(socket.path());
    }
  }

  private DeviceException gone() {
    return new DeviceException(
        Reason.GONE, "the interface " + interfaceName + " is gone: bring it up and start again");
  }

  private DeviceException noPermission(Operation operation) {
    String why = "this process may not use " + socket.path();
    return new DeviceException(
        Reason.NO_PERMISSION,
        message(operation, why, "run wirelink as root, or as the socket's owner"));
  }

  private DeviceException failed(Operation operation, String why, String remedy) {
    return new DeviceException(Reason.FAILED, message(operation, why, remedy));
  }

  private String message(Operation operation, String why, String remedy) {
    return "cannot %s the interface %s: %s; %s"
        .formatted(operation.verb, interfaceName, why, remedy);
  }
}
