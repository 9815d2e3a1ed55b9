package io.wirelink.device;

import java.util.List;
import java.util.function.Consumer;

/** The interfaces and addresses of this host. */
public interface HostNetwork extends AutoCloseable {

  /** Opens a host's network; found as a service. */
  interface Provider {
    /**
     * Opens the network of the namespace that the process is in.
     *
     * @throws DeviceException if that is not possible, for example without libmnl
     */
    HostNetwork open() throws DeviceException;
  }

  /**
   * Reads all interfaces with their addresses.
   *
   * @throws DeviceException if they cannot be read
   */
  List<HostInterface> interfaces() throws DeviceException;

  /**
   * Reads the default routes of the main table that go by one gateway, in any order; none where
   * they cannot be known. Nobody is told when they change: who wants to know reads again.
   *
   * @throws DeviceException if they cannot be read
   */
  default List<DefaultRoute> defaultRoutes() throws DeviceException {
    return List.of();
  }

  /**
   * Reads the counters of one interface. Made to be asked once a second: it costs one look into a
   * file, and next to no memory.
   *
   * @throws DeviceException if there is no such interface, or its counters cannot be read
   */
  InterfaceCounters counters(String interfaceName) throws DeviceException;

  /**
   * Puts an address on an interface, without duplicate address detection ({@code IFA_F_NODAD}: a
   * tunnel has no neighbours to ask). It is no error if the address is there already.
   *
   * @throws DeviceException if the interface is gone, the privilege is missing, or the kernel
   *     refuses
   */
  void addAddress(String interfaceName, Cidr address) throws DeviceException;

  /**
   * Takes an address from an interface. It is no error if it is not there.
   *
   * @throws DeviceException if the interface is gone, the privilege is missing, or the kernel
   *     refuses
   */
  void removeAddress(String interfaceName, Cidr address) throws DeviceException;

  /**
   * Calls back after every change of an address or an interface, its MTU included, from a thread of
   * its own, until the network is closed. Changes that come together may be told once; none is
   * missed. The callback must not block.
   *
   * @param failed is told why, once, should that thread end before: no change is told from then on
   * @throws DeviceException if changes cannot be subscribed to
   */
  void onChange(Runnable changed, Consumer<Throwable> failed) throws DeviceException;

  /** Calls back likewise; a failure goes where a thread's uncaught exceptions go. */
  default void onChange(Runnable changed) throws DeviceException {
    onChange(
        changed,
        failure -> {
          Thread thread = Thread.currentThread();
          thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
        });
  }

  /** Ends the subscription and lets go of all resources. Idempotent. */
  @Override
  void close();
}
