package io.wirelink.names;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is configured about names.
 *
 * @param mode who is answered
 * @param domain what names end with; null for what follows from the interface
 */
public record NamesConfig(NamesMode mode, @Nullable NameDomain domain) {

  /** What holds where nothing is configured. */
  public static final NamesConfig DEFAULT = new NamesConfig(NamesMode.HOST, null);

  /** What names end with; empty if nothing is configured and the interface's name does not fit. */
  public Optional<NameDomain> domainOf(String interfaceName) {
    return domain == null ? NameDomain.of(interfaceName) : Optional.of(domain);
  }
}
