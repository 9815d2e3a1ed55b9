package io.wirelink.launcher;

import io.wirelink.agent.AgentConfig;
import io.wirelink.agent.RunnableAgent;
import io.wirelink.config.ConfigDifference;
import io.wirelink.config.ConfigException;
import io.wirelink.config.ConfigLoader;
import io.wirelink.config.EffectiveConfig;
import io.wirelink.control.Reload;
import io.wirelink.names.NameDomain;
import io.wirelink.names.NamesConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads the configuration of a running agent again and puts in force what can be. */
final class ConfigReload implements Reload {
  private static final Logger log = LoggerFactory.getLogger(ConfigReload.class);

  /** Is told of each reload: who starts services wants to know. */
  interface Observer {
    /** Does not care. */
    Observer NONE = new Observer() {};

    /** A reload begins. */
    default void reloading() {}

    /** It is over; whether it changed anything does not matter. */
    default void reloaded() {}
  }

  private final RunnableAgent agent;
  private final ConfigLoader loader;
  private final Observer observer;
  private volatile EffectiveConfig current;

  /**
   * Whether the agent may have another configuration than this: it was given one, and did not say
   * in time that it took it. Whatever is loaded next has to be given to it.
   */
  private boolean inDoubt;

  /** For an agent that was started with this configuration. */
  ConfigReload(
      RunnableAgent agent, EffectiveConfig current, ConfigLoader loader, Observer observer) {
    this.agent = agent;
    this.current = current;
    this.loader = loader;
    this.observer = observer;
  }

  @Override
  public EffectiveConfig current() {
    return current;
  }

  /** Reloads. What comes of it is logged too. */
  @Override
  public synchronized List<String> run()
      throws ConfigException, InterruptedException, TimeoutException {
    observer.reloading();
    try {
      EffectiveConfig loaded = loader.load();
      List<String> lines = new ArrayList<>(ConfigDifference.between(current, loaded));
      EffectiveConfig possible = withSockets(loaded, current);
      if (inDoubt || !possible.equals(current)) {
        inDoubt = true;
        agent.reconfigure(possible.agent());
        inDoubt = false;
      }
      if (possible.debug() != current.debug()) {
        Logging.setDebug(possible.debug());
      }
      current = possible;
      addWhatStays(loaded, lines);
      log(lines);
      return lines;
    } catch (ConfigException e) {
      e.problems().forEach(problem -> log.error("{}", problem.sentence()));
      log.error("The configuration is wrong; the agent runs on with the one before");
      throw e;
    } finally {
      observer.reloaded();
    }
  }

  /** The same for a signal: nobody waits for what comes of it, which is logged. */
  void runAsTold() {
    try {
      run();
    } catch (ConfigException e) {
      log.debug("The configuration was not reloaded", e);
    } catch (TimeoutException e) {
      log.warn("The agent is too busy to take another configuration: reload it again");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void log(List<String> lines) {
    if (lines.isEmpty()) {
      log.info("The configuration was loaded again; nothing has changed");
    } else {
      log.info("The configuration was loaded again: {}", String.join("; ", lines));
    }
  }

  /** The configuration with the sockets that are open, which stay. */
  private static EffectiveConfig withSockets(EffectiveConfig config, EffectiveConfig open) {
    AgentConfig agent = config.agent();
    Integer port = open.agent().port();
    return new EffectiveConfig(
        config.interfaceName(),
        config.debug(),
        new AgentConfig(
            agent.router(),
            port,
            agent.chatty(),
            agent.interfaces(),
            agent.portMapping(),
            agent.presharedKeys(),
            agent.peers()),
        open.metrics(),
        open.state(),
        open.names());
  }

  private void addWhatStays(EffectiveConfig wanted, List<String> lines) {
    Integer port = wanted.agent().port();
    Integer openPort = current.agent().port();
    if (!Objects.equals(port, openPort)) {
      lines.add(
          "port: %s takes a restart: the port stays %s".formatted(port(port), port(openPort)));
    }
    if (!wanted.metrics().equals(current.metrics())) {
      lines.add(
          "metrics: %s takes a restart: the address stays %s"
              .formatted(wanted.metrics(), current.metrics()));
    }
    if (wanted.state() != current.state()) {
      lines.add(
          "state: %s takes a restart: it stays %s".formatted(wanted.state(), current.state()));
    }
    if (!wanted.names().equals(current.names())) {
      lines.add(
          "names: %s takes a restart: it stays %s"
              .formatted(names(wanted.names()), names(current.names())));
    }
  }

  private static String names(NamesConfig names) {
    NameDomain domain = names.domain();
    return names.mode().configName() + (domain == null ? "" : " in " + domain);
  }

  private static String port(@Nullable Integer port) {
    return port == null ? "the one after WireGuard's" : port.toString();
  }
}
