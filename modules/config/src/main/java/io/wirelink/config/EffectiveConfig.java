package io.wirelink.config;

import io.wirelink.agent.AgentConfig;
import io.wirelink.agent.InterfaceFilter;
import io.wirelink.agent.PortMappingMode;
import io.wirelink.agent.PresharedKeyMode;
import io.wirelink.names.NamesConfig;
import io.wirelink.names.NamesMode;
import java.util.List;
import java.util.Map;

/**
 * What is in force for an interface after file, environment and command line were put together.
 *
 * @param interfaceName the interface
 * @param debug whether details are logged
 * @param agent how the agent behaves
 * @param metrics where metrics are served, if anywhere
 * @param state whether what is known is kept for the next start
 * @param names whom this host answers what others are called
 */
public record EffectiveConfig(
    String interfaceName,
    boolean debug,
    AgentConfig agent,
    MetricsAddress metrics,
    boolean state,
    NamesConfig names) {

  /** One in which nothing is said of names. */
  public EffectiveConfig(
      String interfaceName,
      boolean debug,
      AgentConfig agent,
      MetricsAddress metrics,
      boolean state) {
    this(interfaceName, debug, agent, metrics, state, NamesConfig.DEFAULT);
  }

  /**
   * Puts the configuration of an interface together: the command line overrides the environment,
   * which overrides the file.
   *
   * @param interfaceName a possible name of an interface
   * @param flags what the command line says
   * @param variables the environment
   * @throws ConfigException if anything in file or environment is wrong, with all that is
   */
  public static EffectiveConfig load(
      String interfaceName, Settings flags, Map<String, String> variables) throws ConfigException {
    return of(interfaceName, flags, ConfigSources.load(interfaceName, variables));
  }

  /** The same of sources that were read before. */
  public static EffectiveConfig of(String interfaceName, Settings flags, ConfigSources sources) {
    Settings settings = flags.over(sources.settings());
    RouterMode router = settings.router();
    Integer port = settings.port();
    List<String> report = settings.reportInterfaces();
    List<String> hide = settings.hideInterfaces();
    PresharedKeyMode presharedKeys = settings.presharedKeys();
    AgentConfig agent =
        new AgentConfig(
            router == null ? null : router.told(),
            port == null || port == 0 ? null : port,
            Boolean.TRUE.equals(settings.chatty()),
            new InterfaceFilter(
                report == null ? List.of() : report, hide == null ? List.of() : hide),
            settings.portMapping() == null ? PortMappingMode.AUTO : settings.portMapping(),
            presharedKeys == null ? PresharedKeyMode.AUTO : presharedKeys,
            sources.file().peers());
    MetricsAddress metrics = settings.metrics();
    NamesMode names = settings.names();
    return new EffectiveConfig(
        interfaceName,
        Boolean.TRUE.equals(settings.debug()),
        agent,
        metrics == null ? MetricsAddress.OFF : metrics,
        !Boolean.FALSE.equals(settings.state()),
        new NamesConfig(names == null ? NamesConfig.DEFAULT.mode() : names, settings.domain()));
  }
}
