package io.wirelink.agent;

import io.wirelink.portmap.MappingStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What gateways were asked for, and what they gave, at one moment.
 *
 * @param mode as it is configured
 * @param wanted whether they are asked: the configuration may say no, and a router need not
 * @param gateways those that were asked, the preferred ones first
 */
public record PortMappingView(PortMappingMode mode, boolean wanted, List<KnownMapping> gateways) {

  /** Of an agent that has asked nobody yet. */
  public static final PortMappingView NONE =
      new PortMappingView(PortMappingMode.AUTO, false, List.of());

  /** Keeps a copy. */
  public PortMappingView {
    gateways = List.copyOf(gateways);
  }

  /**
   * How it stands with a gateway.
   *
   * @param status how; its time means nothing here
   * @param until until when there is a mapping, if it is not renewed; null if there is none
   */
  public record KnownMapping(MappingStatus status, @Nullable Instant until) {}
}
