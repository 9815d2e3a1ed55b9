package io.wirelink.netlink;

import io.wirelink.device.DeviceException;
import io.wirelink.device.HostNetwork;

/** Opens the network of the kernel that this process runs on; found as a service. */
public final class KernelNetworkProvider implements HostNetwork.Provider {

  /** For the service loader. */
  public KernelNetworkProvider() {}

  @Override
  public HostNetwork open() throws DeviceException {
    NativeLibrary.require();
    return new KernelNetwork(NetlinkSocket::open);
  }
}
