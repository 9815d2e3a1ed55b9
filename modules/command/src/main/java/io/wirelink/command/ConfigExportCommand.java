package io.wirelink.command;

import io.wirelink.agent.PeerConfig;
import io.wirelink.agent.Roles;
import io.wirelink.config.ConfigException;
import io.wirelink.config.ConfigFile;
import io.wirelink.config.ConfigSources;
import io.wirelink.config.ConfigWriter;
import io.wirelink.config.KnownPeers;
import io.wirelink.control.ControlClient;
import io.wirelink.control.ControlSocket;
import io.wirelink.control.FactsControl;
import io.wirelink.device.PublicKey;
import io.wirelink.trust.TrustLevel;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Writes what a running agent knows now as static configuration. */
@Command(
    name = "export",
    description = {
      "Print what the running agent knows now as a configuration file.",
      "",
      "That is names, endpoints and AllowedIPs of all hosts, and how far they are trusted. A host"
          + " that has this file starts with all of it, and needs nobody to tell it first. Where no"
          + " trust is configured, routers are written down as trusted with membership, which is"
          + " what they are without configuration.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  wirelink config export wg0 > mesh.json",
      "  wirelink config check mesh.json",
    })
final class ConfigExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private ConfigCommand config;

  @Mixin private AgentParameter agentParameter;

  @Override
  public Integer call() throws ConfigException {
    Surroundings around = config.surroundings();
    String name = agentParameter.interfaceToAsk(around);
    ConfigSources sources = ConfigSources.load(name, around.variables());
    Map<PublicKey, PeerConfig> known =
        new KnownPeers()
            .addConfigured(sources.file().peers())
            .addFacts(facts(name, around))
            .peers();
    PrintWriter out = spec.commandLine().getOut();
    out.print(ConfigWriter.write(new ConfigFile(sources.settings(), trusted(known))));
    out.flush();
    return CommandFailure.DONE;
  }

  /** What the agent of an interface believes. */
  static List<?> facts(String interfaceName, Surroundings around) {
    ControlSocket socket = new ControlSocket(around.runDirectory(), interfaceName);
    Map<String, Object> answer =
        new ControlClient(socket, ControlClient.PATIENCE).ask(FactsControl.NAME);
    return answer.get("facts") instanceof List<?> list ? list : List.of();
  }

  /** Says of routers what is true of them as long as nobody is trusted by configuration. */
  private static Map<PublicKey, PeerConfig> trusted(Map<PublicKey, PeerConfig> known) {
    if (known.values().stream().map(PeerConfig::trust).anyMatch(Objects::nonNull)) {
      return known;
    }
    Map<PublicKey, PeerConfig> trusted = new LinkedHashMap<>();
    known.forEach(
        (key, peer) ->
            trusted.put(
                key,
                Roles.isRouter(peer.allowedIps())
                    ? new PeerConfig(
                        peer.name(),
                        TrustLevel.MEMBERSHIP,
                        peer.factExchanger(),
                        peer.endpoints(),
                        peer.allowedIps(),
                        peer.basic())
                    : peer));
    return trusted;
  }
}
