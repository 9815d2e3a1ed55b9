package io.wirelink.device;

import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A WireGuard interface that a process such as wireguard-go serves over its socket. */
final class UserspaceWireGuard implements WireGuard {

  private final String interfaceName;
  private final UapiSocket socket;
  private final UapiFailures failures;
  private final PublicHalf publicHalf = new PublicHalf();

  /** How long the last answer to a get request was, in bytes. */
  private volatile int answerBytes;

  private volatile KnownPeers known = new KnownPeers();

  UserspaceWireGuard(String interfaceName, UapiSocket socket) {
    this.interfaceName = interfaceName;
    this.socket = socket;
    this.failures = new UapiFailures(interfaceName, socket);
  }

  @Override
  public String interfaceName() {
    return interfaceName;
  }

  @Override
  public String backend() {
    return "userspace";
  }

  @Override
  public DeviceState read() throws DeviceException {
    UapiAnswer answer = get();
    if (answer.privateKey() != null) {
      answer.privateKey().clear();
    }
    return answer.state();
  }

  @Override
  public PrivateKey privateKey() throws DeviceException {
    PrivateKey key = get().privateKey();
    if (key == null) {
      throw DeviceException.noPrivateKey(interfaceName);
    }
    return key;
  }

  @Override
  public void configure(DeviceChange change) throws DeviceException {
    byte[] request = UapiRequest.set(change);
    try {
      exchange(
          UapiFailures.Operation.CHANGE, request, 0, answer -> parse(answer, new KnownPeers()));
    } finally {
      Arrays.fill(request, (byte) 0);
    }
  }

  /** Lets go of the connection to the process that serves the interface. */
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // All was answered, so nothing is lost.
    }
  }

  private UapiAnswer get() throws DeviceException {
    UapiAnswer got =
        exchange(
            UapiFailures.Operation.READ,
            UapiRequest.get(),
            answerBytes,
            answer -> {
              answerBytes = answer.remaining();
              return parse(answer, known);
            });
    known = got.known();
    return got;
  }

  private UapiAnswer parse(ByteBuffer answer, KnownPeers before) throws UapiAnswer.Malformed {
    return UapiParser.parse(
        interfaceName, answer, before, UserspaceWireGuard::scopeIndex, publicHalf::of);
  }

  private UapiAnswer exchange(
      UapiFailures.Operation operation,
      byte[] request,
      int expectedBytes,
      UapiSocket.Reader<UapiAnswer> reader)
      throws DeviceException {
    UapiAnswer answer;
    try {
      answer = socket.exchange(request, expectedBytes, reader);
    } catch (IOException e) {
      throw failures.ofConnection(operation, e);
    } catch (UapiAnswer.Malformed e) {
      throw failures.ofAnswer(operation, e);
    }
    if (answer.errno() != 0) {
      throw failures.ofErrno(operation, answer.errno());
    }
    return answer;
  }

  /** The index of an interface; 0, no scope at all, if it is gone. */
  private static int scopeIndex(String name) {
    try {
      NetworkInterface found = NetworkInterface.getByName(name);
      return found == null ? 0 : found.getIndex();
    } catch (SocketException e) {
      return 0;
    }
  }
}
