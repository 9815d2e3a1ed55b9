package io.wirelink.command;

import io.wirelink.config.ConfigException;
import io.wirelink.config.ConfigWriter;
import io.wirelink.config.EffectiveConfig;
import io.wirelink.config.SettingValues;
import io.wirelink.config.Settings;
import io.wirelink.device.DeviceException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Stack;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Runs an agent; its options are those of the Go implementation. */
@Command(
    name = "run",
    description = {
      "Run the agent of a WireGuard interface until SIGTERM or SIGINT.",
      "",
      "Options override the environment (WIRELINK_ROUTER and so on), which overrides"
          + " /etc/wireguard/wirelink.IFACE.json (or .yaml, .yml, .toml). SIGHUP makes the agent"
          + " load them again, as 'wirelink reload' does; SIGUSR1 makes it log its facts and"
          + " peers.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  wirelink run wg0",
      "  wirelink run wg0 --router=false --debug",
      "  wirelink run wg0 --metrics 127.0.0.1:9586     for Prometheus, at /metrics",
      "  wirelink run wg0 --dump     what would be in force, as a configuration file",
    })
final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private WirelinkCommand wirelink;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "IFACE",
      description = "The WireGuard interface; wg0 if left out.")
  private @Nullable String interfaceName;

  @Option(
      names = {"-i", "--iface"},
      paramLabel = "IFACE",
      description = "The same, as an option.")
  private @Nullable String interfaceOption;

  @Option(
      names = "--router",
      paramLabel = "true|false|auto",
      arity = "0..1",
      fallbackValue = "true",
      preprocessor = RouterWords.class,
      description = "Whether this host is a router; auto finds it out from its peers.")
  private @Nullable String router;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The UDP port of all agents; else the one after WireGuard's.")
  private @Nullable String port;

  @Option(names = "--chatty", description = "Tell all facts to every peer, not only to routers.")
  private @Nullable Boolean chatty;

  @Option(
      names = "--metrics",
      paramLabel = "ADDRESS:PORT",
      description = {
        "Serve metrics for Prometheus at this address of the host, as in 127.0.0.1:9586 or"
            + " [::1]:9586: /metrics, and /metrics/peers with some for each peer. They are off,"
            + " unless this or the configuration says otherwise."
      })
  private @Nullable String metrics;

  @Option(
      names = "--no-state",
      description =
          "Neither read nor write what is known from before, in /var/lib/wirelink/IFACE.json.")
  private boolean noState;

  @Option(
      names = "--dump",
      description = "Print what is in force as a configuration file, and do not run.")
  private boolean dump;

  /** Lets {@code --router} stand before the interface: it takes only words that it knows. */
  static final class RouterWords implements IParameterPreprocessor {
    @Override
    public boolean preprocess(
        Stack<String> args, CommandSpec commandSpec, ArgSpec argSpec, Map<String, Object> info) {
      // A blank is what separates option and word where no "=" holds them together.
      if (" ".equals(info.get("separator")) && !args.isEmpty() && !isRouterMode(args.peek())) {
        args.push("true");
      }
      return false;
    }

    private static boolean isRouterMode(String word) {
      try {
        SettingValues.router(word);
        return true;
      } catch (IllegalArgumentException e) {
        return false;
      }
    }
  }

  @Override
  public Integer call() throws ConfigException, DeviceException {
    Surroundings around = wirelink.surroundings();
    EffectiveConfig config = load(around);
    if (dump) {
      PrintWriter out = spec.commandLine().getOut();
      out.print(ConfigWriter.write(config));
      out.flush();
    } else {
      around.launcher().run(config, () -> load(around), around);
    }
    return CommandFailure.DONE;
  }

  private EffectiveConfig load(Surroundings around) throws ConfigException {
    return EffectiveConfig.load(name(around), flags(), around.variables());
  }

  private String name(Surroundings around) {
    if (interfaceName != null
        && interfaceOption != null
        && !interfaceName.equals(interfaceOption)) {
      throw new ParameterException(
          spec.commandLine(),
          "There are two interfaces, %s and %s: name one."
              .formatted(interfaceName, interfaceOption));
    }
    return InterfaceChoice.toRun(interfaceName == null ? interfaceOption : interfaceName, around);
  }

  private Settings flags() {
    return new Settings(
        flag("--router", router, SettingValues::router),
        flag("--port", port, SettingValues::port),
        chatty,
        wirelink.debug() ? Boolean.TRUE : null,
        null,
        null,
        null,
        flag("--metrics", metrics, SettingValues::metrics),
        noState ? Boolean.FALSE : null);
  }

  private <T> @Nullable T flag(String name, @Nullable String text, Function<String, T> meaning) {
    if (text == null) {
      return null;
    }
    try {
      return meaning.apply(text);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), name + ": " + e.getMessage() + ".");
    }
  }
}
