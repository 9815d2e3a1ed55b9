package io.wirelink.fact;

import io.wirelink.device.Endpoint;
import io.wirelink.device.IpAddress;
import io.wirelink.device.IpAddress.Family;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What members say of where others are, who are trusted no further than that: it counts as long as
 * nobody better knows (docs/protocol.md, "Room").
 */
final class Hearsay {

  private Hearsay() {}

  /**
   * Whether it helps to hear a fact from such a member.
   *
   * @param stored the fact, if it is believed already
   * @param about all that is believed of its subject
   */
  static boolean counts(Fact fact, @Nullable StoredFact stored, Collection<StoredFact> about) {
    return (stored == null || !stored.isBetterThanHearsay())
        && (!(fact.value() instanceof FactValue.AtEndpoint(var endpoint))
            || counts(endpoint, about));
  }

  /**
   * An endpoint helps where this host, the subject and those who are trusted with more know of none
   * that the whole internet can use: a router in the same cloud sees the subject at a private
   * address, and only others see the public one. An IPv4 endpoint also helps where they know a
   * public IPv6 address only, since hardly any host knows by itself what its NAT makes of IPv4.
   */
  private static boolean counts(Endpoint endpoint, Collection<StoredFact> about) {
    boolean isV4 = endpoint.address().family() == Family.V4;
    for (StoredFact each : about) {
      if (each.isBetterThanHearsay()
          && each.fact().value() instanceof FactValue.AtEndpoint(var known)
          && isPublic(known.address())
          && !(isV4 && known.address().family() == Family.V6)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPublic(IpAddress address) {
    return address.isGlobalUnicast() && !address.isPrivate();
  }

  /** What does not count any more beside a better word for a fact about the same subject. */
  static List<StoredFact> outdoneBy(StoredFact better, Collection<StoredFact> about) {
    return better.fact().attribute().isEndpoint()
        ? about.stream()
            .filter(StoredFact::isHearsay)
            .filter(each -> !counts(each.fact(), each, about))
            .toList()
        : List.of();
  }
}
