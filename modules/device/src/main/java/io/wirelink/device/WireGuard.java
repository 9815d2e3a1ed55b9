package io.wirelink.device;

/**
 * One WireGuard interface of this host, opened through some backend. Not safe for use by several
 * threads at once.
 */
public interface WireGuard extends AutoCloseable {

  /** The interface's name. */
  String interfaceName();

  /** The backend's name for people: {@code kernel} or {@code userspace}. */
  String backend();

  /**
   * Reads the whole device.
   *
   * @throws DeviceException if it cannot be read; {@link DeviceException.Reason#GONE} if it is not
   *     there any more
   */
  DeviceState read() throws DeviceException;

  /**
   * Reads the device's private key, which agents need to authenticate to one another.
   *
   * @throws DeviceException if it cannot be read, or no key is set
   */
  PrivateKey privateKey() throws DeviceException;

  /**
   * Applies a change. When it fails, a part of it may have been applied.
   *
   * @throws DeviceException if the device refuses it or is gone
   */
  void configure(DeviceChange change) throws DeviceException;

  /** Lets go of the device and leaves it as it is. Idempotent. */
  @Override
  void close();
}
