package io.wirelink.command;

import io.wirelink.agent.Backends;
import io.wirelink.agent.PeerConfig;
import io.wirelink.config.ConfigException;
import io.wirelink.config.EffectiveConfig;
import io.wirelink.config.Settings;
import io.wirelink.device.DeviceException;
import io.wirelink.device.HostNetwork;
import io.wirelink.device.PublicKey;
import io.wirelink.device.WireGuard;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Shows a WireGuard device through the backend that an agent would use; no agent need run. */
@Command(
    name = "device",
    description = {
      "Show a WireGuard device as an agent sees it, with the names of its peers.",
      "",
      "It reads the device itself, from the kernel or from userspace, and says which; no agent need"
          + " run. Keys that are secret are never shown.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  wirelink device",
      "  wirelink device wg0 --json | jq '.peers[].latest_handshake'",
    })
final class DeviceCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private WirelinkCommand wirelink;

  @Mixin private InterfaceParameter interfaceParameter;

  @Option(
      names = "--json",
      description = "Print a JSON object for scripts, with the fields of 'wg show IFACE dump'.")
  private boolean json;

  @Override
  public Integer call() throws ConfigException, DeviceException, IOException {
    Surroundings around = wirelink.surroundings();
    String name = interfaceParameter.toAsk(around);
    Map<PublicKey, String> names = names(name, around);
    DeviceView view = read(name, names, around.backends());
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? DeviceJson.of(view) : DeviceText.of(view, Instant.now()));
    out.flush();
    return CommandFailure.DONE;
  }

  private static DeviceView read(String name, Map<PublicKey, String> names, Backends backends)
      throws DeviceException {
    try (HostNetwork network = backends.network();
        WireGuard device = backends.open(network, name)) {
      return new DeviceView(device.read(), device.backend(), names, network.interfaces());
    }
  }

  private static Map<PublicKey, String> names(String interfaceName, Surroundings around)
      throws ConfigException {
    Map<PublicKey, PeerConfig> peers =
        EffectiveConfig.load(interfaceName, Settings.NONE, around.variables()).agent().peers();
    Map<PublicKey, String> names = new HashMap<>();
    peers.forEach((key, peer) -> names.put(key, peer.name()));
    return names;
  }
}
