package io.wirelink.agent;

import io.wirelink.device.Cidr;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Attribute;
import io.wirelink.fact.Fact;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What an agent wants to know again after a restart: who belongs to the mesh, what is routed to
 * them, and where they were reached.
 *
 * @param self the host that knows it
 * @param savedAt when that was, by the host's wall clock, which may have been wrong
 * @param facts what it knows, each fact once, sorted by subject, then by attribute, the newest
 *     first
 * @param lent the networks that it took from routers for the time in which another has them, by the
 *     router to which they belong: its device does not say that any more
 */
public record RememberedMesh(
    PublicKey self, Instant savedAt, List<Known> facts, Map<PublicKey, Set<Cidr>> lent) {

  /** Room for more than a thousand hosts of which each has a dozen facts. */
  public static final int MAX_FACTS = 16_384;

  /** Far more networks than several routers lead to. */
  public static final int MAX_LENT = 4096;

  /** For how long a fact is remembered since somebody said it, or since the endpoint worked. */
  public static final Duration MAX_AGE = Duration.ofDays(7);

  private static final Comparator<Known> ORDER =
      Comparator.comparing((Known known) -> known.fact().subject())
          .thenComparing(known -> known.fact().attribute())
          .thenComparing(Known::age)
          .thenComparing(known -> known.fact().value().toString());

  /**
   * A fact that is remembered.
   *
   * @param fact a membership, a network, or an endpoint that worked
   * @param age how long before it was saved somebody said it last, or the endpoint last worked; not
   *     negative
   */
  public record Known(Fact fact, Duration age) {

    /**
     * Checks both.
     *
     * @throws IllegalArgumentException if the age is negative, or the fact one that nobody
     *     remembers
     */
    public Known {
      if (age.isNegative()) {
        throw new IllegalArgumentException("an age is not negative");
      }
      if (fact.attribute() == Attribute.ALIVE || fact.attribute() == Attribute.MEMBER) {
        throw new IllegalArgumentException("a fact of this kind is not remembered");
      }
    }
  }

  /**
   * Sorts a copy of the facts, and copies the networks.
   *
   * @throws IllegalArgumentException if facts or networks are too many, if a fact is there twice,
   *     or if something is about this host itself
   */
  public RememberedMesh {
    facts = facts.stream().sorted(ORDER).toList();
    if (facts.size() > MAX_FACTS) {
      throw new IllegalArgumentException("there are more than " + MAX_FACTS + " facts");
    }
    Set<Fact> seen = new HashSet<>();
    for (Known known : facts) {
      if (!seen.add(known.fact()) || known.fact().subject().equals(self)) {
        throw new IllegalArgumentException("a fact is there twice, or about this host itself");
      }
    }
    lent = copy(lent);
    if (lent.containsKey(self) || lent.values().stream().mapToInt(Set::size).sum() > MAX_LENT) {
      throw new IllegalArgumentException("the networks are too many, or of this host itself");
    }
  }

  private static Map<PublicKey, Set<Cidr>> copy(Map<PublicKey, Set<Cidr>> lent) {
    Map<PublicKey, Set<Cidr>> copy = new TreeMap<>();
    lent.forEach((key, networks) -> copy.put(key, Set.copyOf(networks)));
    return Collections.unmodifiableMap(copy);
  }

  /** The same for a host that has another key now, of which nothing is in it. */
  RememberedMesh of(PublicKey now) {
    Map<PublicKey, Set<Cidr>> others = new TreeMap<>(lent);
    others.remove(now);
    return new RememberedMesh(
        now,
        savedAt,
        facts.stream().filter(known -> !known.fact().subject().equals(now)).toList(),
        others);
  }

  /** Whether it says the same of everybody, apart from how long ago that was confirmed. */
  boolean saysTheSameAs(RememberedMesh other) {
    return factsAlone().equals(other.factsAlone()) && lent.equals(other.lent);
  }

  private Set<Fact> factsAlone() {
    Set<Fact> alone = new HashSet<>();
    facts.forEach(known -> alone.add(known.fact()));
    return alone;
  }
}
