package io.wirelink.launcher;

import io.wirelink.agent.AgentListener;
import io.wirelink.agent.Backends;
import io.wirelink.agent.RunnableAgent;
import io.wirelink.agent.StateStore;
import io.wirelink.command.CommandFailure;
import io.wirelink.command.Surroundings;
import io.wirelink.command.Version;
import io.wirelink.config.ConfigLoader;
import io.wirelink.config.EffectiveConfig;
import io.wirelink.control.ControlCommand;
import io.wirelink.control.ControlCommands;
import io.wirelink.control.ControlFailure;
import io.wirelink.control.ControlLimits;
import io.wirelink.control.ControlProtocol;
import io.wirelink.control.ControlServer;
import io.wirelink.control.ControlSocket;
import io.wirelink.control.FactWatch;
import io.wirelink.device.DeviceException;
import io.wirelink.device.HostNetwork;
import io.wirelink.device.PublicKey;
import io.wirelink.device.WireGuard;
import io.wirelink.metrics.Build;
import io.wirelink.metrics.Metrics;
import io.wirelink.names.NameService;
import io.wirelink.state.StateFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of an agent on this host: device, control socket and metrics are opened, and closed
 * again.
 */
final class AgentRun {
  private static final Logger log = LoggerFactory.getLogger(AgentRun.class);

  private final EffectiveConfig config;
  private final ConfigLoader loader;
  private final Surroundings around;
  private final long endMillis;

  /** Whether a signal has ended it. */
  private volatile boolean told;

  /** The configuration that is in force; another thread asks. */
  private volatile Supplier<EffectiveConfig> configured;

  /**
   * A life with this configuration, which can be loaded again.
   *
   * @param endMillis how long an agent that was told to end may take, before the process ends
   */
  AgentRun(EffectiveConfig config, ConfigLoader loader, Surroundings around, long endMillis) {
    this.config = config;
    this.configured = () -> config;
    this.loader = loader;
    this.around = around;
    this.endMillis = endMillis;
  }

  /**
   * Runs agents, one after the other with each key that the interface is given, until a signal ends
   * it.
   *
   * @throws DeviceException if the interface cannot be used, or goes away
   * @throws ControlFailure if another agent runs for the interface
   * @throws CommandFailure if metrics cannot be served
   */
  void run() throws DeviceException {
    while (runWithOneKey() && !told) {
      log.info("The interface has another key: going on under that");
    }
  }

  /** Says whether the agent has ended since there is another key. */
  private boolean runWithOneKey() throws DeviceException {
    String name = config.interfaceName();
    Backends backends = around.backends();
    CountDownLatch ended = new CountDownLatch(1);
    try (Supervisor supervisor = Supervisor.of(around.variables());
        HostNetwork network = backends.network();
        WireGuard device = backends.open(network, name);
        NameService names = new NameService(config.names(), name, this::configuredNames)) {
      FactWatch watch = new FactWatch();
      Build build = new Build(Version.number(), Version.commit());
      Metrics metrics = new Metrics(build, names::at, names.counts());
      AgentListener listener = AgentListener.all(List.of(supervisor, watch, metrics, names));
      StateStore state = config.state() ? StateFile.of(around.variables(), name) : StateStore.NONE;
      RunnableAgent agent = backends.agent(config.agent(), device, network, listener, state);
      ControlSocket socket = new ControlSocket(around.runDirectory(), name);
      ConfigReload reload = new ConfigReload(agent, config, loader, observer(supervisor, names));
      configured = reload::current;
      List<ControlCommand> commands =
          ControlCommands.all(agent, Version.text(), watch, reload, Logging.CONTROL, names::at);
      try (ControlServer control =
              ControlServer.open(
                  socket, ControlLimits.DEFAULT, new ControlProtocol(name, commands));
          MetricsService served = MetricsService.at(config.metrics(), metrics, agent::view)) {
        watch.wakeWith(control::wake);
        supervisor.begin(agent);
        names.begin(agent);
        Signals.handle("HUP", reload::runAsTold);
        handleSignals(agent, supervisor, control, ended);
        agent.run();
      }
      return agent.isKeyChanged();
    } finally {
      ended.countDown();
    }
  }

  /** Tells of a reload whom it concerns beside the agent: names may be others. */
  private static ConfigReload.Observer observer(Supervisor supervisor, NameService names) {
    return new ConfigReload.Observer() {
      @Override
      public void reloading() {
        supervisor.reloading();
      }

      @Override
      public void reloaded() {
        names.changed();
        supervisor.reloaded();
      }
    };
  }

  /** What the configuration calls hosts, of those that it calls anything. */
  private Map<PublicKey, String> configuredNames() {
    Map<PublicKey, String> names = new HashMap<>();
    configured
        .get()
        .agent()
        .peers()
        .forEach(
            (key, peer) -> {
              if (!peer.name().isEmpty()) {
                names.put(key, peer.name());
              }
            });
    return names;
  }

  private void handleSignals(
      RunnableAgent agent, Supervisor supervisor, ControlServer control, CountDownLatch ended) {
    Signals.handle("USR1", agent::logState);
    for (String signal : new String[] {"TERM", "INT"}) {
      Signals.handle(
          signal,
          () -> {
            told = true;
            supervisor.stopping();
            end(agent, control, ended);
          });
    }
  }

  /** Ends the agent, and if it hangs (in a call to the device, say), the process. */
  private void end(RunnableAgent agent, ControlServer control, CountDownLatch ended) {
    agent.stop();
    try {
      if (!ended.await(endMillis, TimeUnit.MILLISECONDS)) {
        control.close();
        Runtime.getRuntime().halt(CommandFailure.DONE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
