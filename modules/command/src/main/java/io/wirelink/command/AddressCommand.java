package io.wirelink.command;

import io.wirelink.device.DeviceException;
import io.wirelink.device.HostNetwork;
import io.wirelink.device.PublicKey;
import io.wirelink.device.WireGuard;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Shows the address that an agent has inside the tunnel. */
@Command(
    name = "address",
    description = "Print the address that belongs to a public key inside the tunnel.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  wirelink address                                               of this host",
      "  wirelink address ZP/Mzlvt9BwNH9oqtuL0ZP8OW1foBBWfE8R6nSrM/nk=  of a peer",
    })
final class AddressCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private WirelinkCommand wirelink;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "KEY",
      description = "A public key; the one of the interface if left out.")
  private @Nullable String key;

  @Option(
      names = {"-i", "--iface"},
      paramLabel = "IFACE",
      description = "The interface whose key is meant; the one of the one agent that runs, or wg0.")
  private @Nullable String interfaceName;

  @Override
  public Integer call() throws DeviceException {
    spec.commandLine().getOut().println(publicKey().linkLocalAddress());
    return CommandFailure.DONE;
  }

  private PublicKey publicKey() throws DeviceException {
    if (key == null) {
      return ownKey();
    }
    try {
      return PublicKey.parse(key);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "This is no key: " + e.getMessage() + ".");
    }
  }

  private PublicKey ownKey() throws DeviceException {
    Surroundings around = wirelink.surroundings();
    String name = InterfaceChoice.toAsk(interfaceName, around);
    try (HostNetwork network = around.backends().network();
        WireGuard device = around.backends().open(network, name)) {
      PublicKey own = device.read().publicKey();
      if (own == null) {
        throw DeviceException.noPrivateKey(name);
      }
      return own;
    }
  }
}
