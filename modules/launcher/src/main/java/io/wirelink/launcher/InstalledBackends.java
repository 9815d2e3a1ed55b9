package io.wirelink.launcher;

import io.wirelink.agent.AgentConfig;
import io.wirelink.agent.AgentListener;
import io.wirelink.agent.Backends;
import io.wirelink.agent.RunnableAgent;
import io.wirelink.agent.StateStore;
import io.wirelink.device.DeviceException;
import io.wirelink.device.HostNetwork;
import io.wirelink.device.WireGuard;
import io.wirelink.device.WireGuardInterfaces;
import io.wirelink.loop.AgentLoop;
import java.util.ServiceLoader;

/** The backends that are installed as services. */
final class InstalledBackends implements Backends {

  @Override
  public HostNetwork network() throws DeviceException {
    HostNetwork.Provider provider =
        ServiceLoader.load(HostNetwork.Provider.class)
            .findFirst()
            .orElseThrow(
                () ->
                    new DeviceException(
                        DeviceException.Reason.MISSING_LIBRARY,
                        "this installation has no module for the host's network: install it anew"));
    return provider.open();
  }

  @Override
  public WireGuard open(HostNetwork network, String interfaceName) throws DeviceException {
    return WireGuardInterfaces.of(network).open(interfaceName);
  }

  @Override
  public RunnableAgent agent(
      AgentConfig config,
      WireGuard device,
      HostNetwork network,
      AgentListener listener,
      StateStore state) {
    return new AgentLoop(config, device, network, listener, state);
  }
}
