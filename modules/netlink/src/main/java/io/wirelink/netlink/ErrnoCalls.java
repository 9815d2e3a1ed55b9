package io.wirelink.netlink;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import io.wirelink.netlink.bindings.Linux;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The calls that fail with an errno. The generated wrappers lose it: the virtual machine may make
 * calls of its own before anybody can ask, so it has to be kept as part of the call.
 *
 * <p>A call that a signal interrupted is made again.
 */
final class ErrnoCalls {

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO = STATE.varHandle(groupElement("errno"));

  private static final MethodHandle OPEN =
      keepingErrno(Linux.mnl_socket_open2$address(), Linux.mnl_socket_open2$descriptor());
  private static final MethodHandle BIND =
      keepingErrno(Linux.mnl_socket_bind$address(), Linux.mnl_socket_bind$descriptor());
  private static final MethodHandle SEND =
      keepingErrno(Linux.mnl_socket_sendto$address(), Linux.mnl_socket_sendto$descriptor());
  private static final MethodHandle RECEIVE =
      keepingErrno(Linux.mnl_socket_recvfrom$address(), Linux.mnl_socket_recvfrom$descriptor());

  /** Of libc: libmnl's own call only reaches options of the netlink level. */
  private static final MethodHandle SET_OPTION =
      keepingErrno(
          LINKER.defaultLookup().find("setsockopt").orElseThrow(),
          FunctionDescriptor.of(
              Linux.C_INT, Linux.C_INT, Linux.C_INT, Linux.C_INT, Linux.C_POINTER, Linux.C_INT));

  private final MemorySegment state;

  /** Makes calls from the arena's thread until the arena is closed. */
  ErrnoCalls(Arena arena) {
    state = arena.allocate(STATE);
  }

  /** Loads the library and all that is called in it; fails as class initialisation does. */
  static void load() {
    // Being called is enough: the handles above are made before.
  }

  /** Opens a netlink socket of this protocol that no child process inherits. */
  MemorySegment open(int protocol) throws NetlinkException {
    MemorySegment socket =
        call(
            "socket",
            () -> (MemorySegment) OPEN.invokeExact(state, protocol, Linux.SOCK_CLOEXEC()));
    if (socket.address() == 0) {
      throw failure("socket");
    }
    return socket;
  }

  /** Binds a socket to a port that the kernel chooses, and to multicast groups. */
  void bind(MemorySegment socket, int groups) throws NetlinkException {
    int port = Linux.MNL_SOCKET_AUTOPID();
    check("bind", () -> (int) BIND.invokeExact(state, socket, groups, port));
  }

  /** Sends the whole segment to the kernel. */
  void send(MemorySegment socket, MemorySegment bytes) throws NetlinkException {
    long size = bytes.byteSize();
    check("send", () -> (long) SEND.invokeExact(state, socket, bytes, size));
  }

  /** Waits for a datagram and returns its length in bytes. */
  long receive(MemorySegment socket, MemorySegment buffer) throws NetlinkException {
    long size = buffer.byteSize();
    return check("receive", () -> (long) RECEIVE.invokeExact(state, socket, buffer, size));
  }

  /** Sets an option of the socket level ({@code SOL_SOCKET}). */
  void setSocketOption(int descriptor, int option, MemorySegment value) throws NetlinkException {
    int level = Linux.SOL_SOCKET();
    int size = (int) value.byteSize();
    check(
        "setsockopt",
        () -> (int) SET_OPTION.invokeExact(state, descriptor, level, option, value, size));
  }

  private interface Call<T> {
    T make() throws Throwable;
  }

  private long check(String name, Call<? extends Number> call) throws NetlinkException {
    while (true) {
      long result = call(name, call).longValue();
      if (result >= 0) {
        return result;
      }
      if (errno() != Linux.EINTR()) {
        throw failure(name);
      }
    }
  }

  private static <T> T call(String name, Call<T> call) {
    try {
      return call.make();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("a native call throws nothing: " + name, e);
    }
  }

  private NetlinkException failure(String name) {
    return new NetlinkException(errno(), name);
  }

  private int errno() {
    return (int) ERRNO.get(state, 0L);
  }

  private static MethodHandle keepingErrno(MemorySegment address, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(address, descriptor, Linker.Option.captureCallState("errno"));
  }
}
