package io.wirelink.launcher;

import io.wirelink.agent.AgentConfig;
import io.wirelink.agent.AgentView;
import io.wirelink.device.DeviceException;
import io.wirelink.device.HostNetwork;
import io.wirelink.device.WireGuard;
import java.util.concurrent.TimeoutException;

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

  /** Makes an agent, which does nothing yet. */
  RunnableAgent agent(AgentConfig config, WireGuard device, HostNetwork network);

  /** An agent as a command runs it; see {@link io.wirelink.agent.AgentLoop}. */
  interface RunnableAgent {
    /**
     * Runs until it is stopped.
     *
     * @throws DeviceException if it cannot start, or the device is gone
     */
    void run() throws DeviceException;

    /** Ends the run; from any thread, also before it has begun. */
    void stop();

    /**
     * Asks what it knows; from any thread.
     *
     * @throws TimeoutException if it does not answer in time
     */
    AgentView view() throws InterruptedException, TimeoutException;

    /** Lets it log what it knows; from any thread. */
    void logState();
  }
}
