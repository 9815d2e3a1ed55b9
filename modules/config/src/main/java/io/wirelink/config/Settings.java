package io.wirelink.config;

import io.wirelink.agent.PortMappingMode;
import io.wirelink.agent.PresharedKeyMode;
import io.wirelink.names.NameDomain;
import io.wirelink.names.NamesMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one source of configuration says of the settings that all of them can say; null for what it
 * does not say.
 *
 * @param router whether this host is a router
 * @param port the UDP port of the agents, 0 for the one after WireGuard's
 * @param chatty whether all facts are told to every peer
 * @param debug whether details are logged
 * @param reportInterfaces globs of the interfaces whose addresses are told to others
 * @param hideInterfaces globs of the interfaces whose addresses are not
 * @param portMapping whether gateways are asked to map a port to this host
 * @param presharedKeys whether preshared keys are agreed upon with other agents
 * @param metrics where metrics are served, if anywhere
 * @param state whether what is known is kept for the next start
 * @param names whom this host answers what others are called
 * @param domain what names end with
 */
public record Settings(
    @Nullable RouterMode router,
    @Nullable Integer port,
    @Nullable Boolean chatty,
    @Nullable Boolean debug,
    @Nullable List<String> reportInterfaces,
    @Nullable List<String> hideInterfaces,
    @Nullable PortMappingMode portMapping,
    @Nullable PresharedKeyMode presharedKeys,
    @Nullable MetricsAddress metrics,
    @Nullable Boolean state,
    @Nullable NamesMode names,
    @Nullable NameDomain domain) {

  /** Says nothing. */
  public static final Settings NONE =
      new Settings(null, null, null, null, null, null, null, null, null);

  /** Says nothing of preshared keys and names. */
  public Settings(
      @Nullable RouterMode router,
      @Nullable Integer port,
      @Nullable Boolean chatty,
      @Nullable Boolean debug,
      @Nullable List<String> reportInterfaces,
      @Nullable List<String> hideInterfaces,
      @Nullable PortMappingMode portMapping,
      @Nullable MetricsAddress metrics,
      @Nullable Boolean state) {
    this(
        router,
        port,
        chatty,
        debug,
        reportInterfaces,
        hideInterfaces,
        portMapping,
        null,
        metrics,
        state,
        null,
        null);
  }

  /** What is in force when these override others. */
  Settings over(Settings others) {
    return new Settings(
        first(router, others.router),
        first(port, others.port),
        first(chatty, others.chatty),
        first(debug, others.debug),
        first(reportInterfaces, others.reportInterfaces),
        first(hideInterfaces, others.hideInterfaces),
        first(portMapping, others.portMapping),
        first(presharedKeys, others.presharedKeys),
        first(metrics, others.metrics),
        first(state, others.state),
        first(names, others.names),
        first(domain, others.domain));
  }

  private static <T> @Nullable T first(@Nullable T ours, @Nullable T theirs) {
    return ours == null ? theirs : ours;
  }
}
