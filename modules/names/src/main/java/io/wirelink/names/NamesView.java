package io.wirelink.names;

import io.wirelink.device.Endpoint;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How it stands with the names of a mesh on a host.
 *
 * @param mode who is answered
 * @param domain what names end with; null if there is none
 * @param server where queries are answered; null if nowhere
 * @param failure why nowhere, as the rest of a sentence; empty if that is as it should be
 * @param hosts who is called what, whether that is answered or not
 * @param refused which names nobody has, or another host
 */
public record NamesView(
    NamesMode mode,
    @Nullable NameDomain domain,
    @Nullable Endpoint server,
    String failure,
    Collection<Zone.Host> hosts,
    List<RefusedName> refused) {

  /** Where nothing is known of names. */
  public static final NamesView NONE =
      new NamesView(NamesMode.OFF, null, null, "", List.of(), List.of());

  /** Keeps copies. */
  public NamesView {
    hosts = List.copyOf(hosts);
    refused = List.copyOf(refused);
  }
}
