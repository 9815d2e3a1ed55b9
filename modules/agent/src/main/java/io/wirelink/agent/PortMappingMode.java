package io.wirelink.agent;

import io.wirelink.portmap.MappingProtocol;
import io.wirelink.portmap.PortWish;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Whether gateways are asked to map a port to this host, and how. */
public enum PortMappingMode {
  /** A leaf asks the gateways in private networks, by all protocols. */
  AUTO("auto"),
  /** Nobody is asked. */
  OFF("off"),
  /** Every gateway is asked by PCP. */
  PCP("pcp"),
  /** Every gateway is asked by NAT-PMP. */
  NAT_PMP("nat-pmp"),
  /** Every gateway is asked by UPnP. */
  UPNP("upnp");

  private final String configName;

  PortMappingMode(String configName) {
    this.configName = configName;
  }

  /** The value in configuration files, where case does not matter. */
  public String configName() {
    return configName;
  }

  /** The mode of this name; empty if none has it. */
  public static Optional<PortMappingMode> parse(String name) {
    return Arrays.stream(values()).filter(m -> m.configName.equalsIgnoreCase(name)).findFirst();
  }

  private List<MappingProtocol> protocols() {
    return switch (this) {
      case AUTO -> List.of(MappingProtocol.values());
      case OFF -> List.of();
      case PCP -> List.of(MappingProtocol.PCP);
      case NAT_PMP -> List.of(MappingProtocol.NAT_PMP);
      case UPNP -> List.of(MappingProtocol.UPNP);
    };
  }

  /**
   * What is wanted of gateways.
   *
   * @param port WireGuard's UDP port; 0 if it has none
   * @param router whether this host is a router, which its peers reach as things are
   */
  PortWish wish(int port, boolean router) {
    if (port == 0 || this == OFF || (this == AUTO && router)) {
      return PortWish.NONE;
    }
    return new PortWish(port, protocols(), this == AUTO);
  }
}
