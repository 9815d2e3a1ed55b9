package io.wirelink.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wirelink.agent.AgentConfig;
import io.wirelink.agent.AgentListener;
import io.wirelink.agent.RunnableAgent;
import io.wirelink.agent.StateStore;
import io.wirelink.device.DeviceException;
import io.wirelink.device.HostNetwork;
import io.wirelink.device.WireGuard;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Runs commands in this process, as a shell would, in surroundings that a test makes. */
final class Shell {
  final Map<String, String> variables = new HashMap<>();
  final Path runDirectory;
  Backends backends = new NoBackends();
  Terminal terminal = Terminal.NONE;
  String input = "";

  /** A shell on a host that is empty but for a folder. */
  Shell(Path folder) {
    runDirectory = folder.resolve("run");
    variables.put("WIRELINK_CONFIG_PATH", folder.resolve("etc").toString());
    variables.put("WIRELINK_STATE_PATH", folder.resolve("lib").toString());
  }

  /** What a command left behind. */
  record Ended(int exitCode, String out, String err) {}

  /** Runs a command line. */
  Ended run(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Surroundings around =
        new Surroundings(
            variables,
            runDirectory,
            new ByteArrayInputStream(input.getBytes(UTF_8)),
            backends,
            terminal);
    int exitCode =
        Main.commandLine(around)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(words);
    return new Ended(exitCode, out.toString(), err.toString());
  }

  /** A host without network or WireGuard. */
  private static final class NoBackends implements Backends {
    @Override
    public HostNetwork network() throws DeviceException {
      throw new DeviceException(DeviceException.Reason.FAILED, "this host has no network");
    }

    @Override
    public WireGuard open(HostNetwork network, String interfaceName) {
      throw new AssertionError("there is no network to open it in");
    }

    @Override
    public RunnableAgent agent(
        AgentConfig config,
        WireGuard device,
        HostNetwork network,
        AgentListener listener,
        StateStore state) {
      throw new AssertionError("there is no device to run on");
    }
  }
}
