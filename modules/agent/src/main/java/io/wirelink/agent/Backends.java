package io.wirelink.agent;

import io.wirelink.device.DeviceException;
import io.wirelink.device.HostNetwork;
import io.wirelink.device.WireGuard;

/** Where the parts come from that touch the host: services, or the fakes of a test. */
public interface Backends {
  /** A host without network or WireGuard. */
  Backends NONE =
      new Backends() {
        @Override
        public HostNetwork network() throws DeviceException {
          throw new DeviceException(DeviceException.Reason.FAILED, "this host has no network");
        }

        @Override
        public WireGuard open(HostNetwork network, String interfaceName) {
          throw new IllegalStateException("there is no network to open it in");
        }

        @Override
        public RunnableAgent agent(
            AgentConfig config,
            WireGuard device,
            HostNetwork network,
            AgentListener listener,
            StateStore state) {
          throw new IllegalStateException("there is no device to run on");
        }
      };

  /**
   * Opens the network of this host.
   *
   * @throws DeviceException if that is not possible
   */
  HostNetwork network() throws DeviceException;

  /**
   * Opens a WireGuard interface.
   *
   * @param network the network that it is in
   * @throws DeviceException if there is none of this name, or it cannot be used
   */
  WireGuard open(HostNetwork network, String interfaceName) throws DeviceException;

  /**
   * Makes an agent, which does nothing yet.
   *
   * @param listener is told what it does then
   * @param state keeps what it knows from one run to the next
   */
  RunnableAgent agent(
      AgentConfig config,
      WireGuard device,
      HostNetwork network,
      AgentListener listener,
      StateStore state);
}
