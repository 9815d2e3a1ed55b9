package io.wirelink.command;

import io.wirelink.agent.Backends;
import io.wirelink.config.ConfigException;
import io.wirelink.config.EffectiveConfig;
import io.wirelink.config.Settings;
import io.wirelink.device.DeviceException;
import io.wirelink.device.HostNetwork;
import io.wirelink.device.PublicKey;
import io.wirelink.device.WireGuard;
import io.wirelink.names.NameDomain;
import io.wirelink.names.NamesMode;
import io.wirelink.names.ResolvedLink;
import io.wirelink.text.Printable;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/**
 * Tells systemd-resolved where names are answered, beside an agent that may not. What it tells
 * comes from the configuration and the device, and not from the agent, whose word root need not
 * take.
 */
@Command(
    name = "resolved",
    description = {
      "Tell systemd-resolved where the names of the hosts of a mesh are answered.",
      "",
      "The units do it, as root, when an agent has begun; an agent that runs as root does it by"
          + " itself. Where names are off, or no systemd-resolved runs, nothing is done.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  wirelink resolved wg0",
      "  wirelink resolved wg0 --undo",
    })
final class ResolvedCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private WirelinkCommand wirelink;

  @Mixin private InterfaceParameter interfaceParameter;

  @Option(names = "--undo", description = "Let it forget what it was told.")
  private boolean undo;

  @Override
  public Integer call() throws ConfigException, DeviceException, InterruptedException {
    Surroundings around = wirelink.surroundings();
    String name = interfaceParameter.toAsk(around);
    EffectiveConfig config = EffectiveConfig.load(name, Settings.NONE, around.variables());
    Optional<NameDomain> domain = config.names().domainOf(name);
    PublicKey self = key(name, around.backends());
    PrintWriter out = spec.commandLine().getOut();
    if (domain.isEmpty() || self == null || (config.names().mode() == NamesMode.OFF && !undo)) {
      out.println("Names are not answered on " + name + ".");
      return CommandFailure.DONE;
    }
    Optional<ResolvedLink> link = ResolvedLink.of(name, self, domain.get());
    if (link.isEmpty()) {
      out.println("There is no systemd-resolved here that takes this process's word.");
    } else if (undo) {
      link.get().takeBack();
    } else {
      Optional<String> why = link.get().tell();
      if (why.isPresent()) {
        throw new CommandFailure(
            CommandFailure.FAILED,
            "systemd-resolved is not told where names are answered: " + Printable.of(why.get()));
      }
      out.println("systemd-resolved asks the agent on " + name + " for names in " + domain.get());
    }
    return CommandFailure.DONE;
  }

  private static @Nullable PublicKey key(String name, Backends backends) throws DeviceException {
    try (HostNetwork network = backends.network();
        WireGuard device = backends.open(network, name)) {
      return device.read().publicKey();
    }
  }
}
