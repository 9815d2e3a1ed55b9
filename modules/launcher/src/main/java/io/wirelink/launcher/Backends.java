package io.wirelink.launcher;

import io.wirelink.agent.AgentConfig;
import io.wirelink.agent.AgentListener;
import io.wirelink.agent.RunnableAgent;
import io.wirelink.agent.StateStore;
import io.wirelink.device.DeviceException;
import io.wirelink.device.HostNetwork;
import io.wirelink.device.WireGuard;

/** Where the parts come from that touch the host: services, or the fakes of a test. */
interface Backends {

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
