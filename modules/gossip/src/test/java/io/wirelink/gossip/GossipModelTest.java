package io.wirelink.gossip;

import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Fact;
import io.wirelink.fact.FactValue;
import io.wirelink.fact.MemberMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever happens, in whatever order, everybody is told what it needs, in time, and no more. */
class GossipModelTest {

  private static final int PEERS = 3;

  /** Something that happens. */
  @FunctionalInterface
  interface Happening {
    void in(GossipWorld world);
  }

  /** A happening that says what it is when a sequence of them fails. */
  record Named(String name, Happening happening) {
    @Override
    public String toString() {
      return name;
    }
  }

  @Property(tries = 600, edgeCases = EdgeCasesMode.NONE)
  void everybodyIsToldWhatItNeedsInTimeAndNoMore(@ForAll("happenings") List<Named> happenings) {
    GossipWorld world = new GossipWorld();
    for (int peer = 1; peer <= PEERS; peer++) {
      world.level(GossipWorld.key(peer), SendLevel.FACTS);
      boolean compact = peer % 2 == 0;
      world.gossip.setUnderstanding(
          GossipWorld.key(peer), new Understanding(false, compact, false, false), world.now);
    }
    for (Named each : happenings) {
      each.happening().in(world);
    }
    passing(400 * GossipWorld.SECOND).in(world);
  }

  @Provide
  Arbitrary<List<Named>> happenings() {
    Arbitrary<PublicKey> peer = Arbitraries.integers().between(1, PEERS).map(GossipWorld::key);
    Arbitrary<PublicKey> subject = Arbitraries.integers().between(1, 5).map(GossipWorld::key);
    Arbitrary<Named> say =
        subject.flatMap(
            key ->
                Arbitraries.of(factsAbout(key))
                    .set()
                    .map(set -> new Named("say " + set, world -> world.say(key, Set.copyOf(set)))));
    Arbitrary<Integer> ttl =
        Arbitraries.frequencyOf(
            Tuple.of(5, Arbitraries.integers().between(0, GossipWorld.TTL)),
            Tuple.of(1, Arbitraries.integers().between(256, 1500)));
    Arbitrary<Named> hear =
        Combinators.combine(peer, subject.flatMap(key -> Arbitraries.of(factsAbout(key))), ttl)
            .as(
                (from, fact, seconds) ->
                    new Named(
                        "hear " + fact + " from " + from + " for " + seconds + " s",
                        world -> world.hear(from, fact, seconds)));
    Arbitrary<Named> level =
        Combinators.combine(peer, Arbitraries.of(SendLevel.class))
            .as((to, how) -> new Named(how + " to " + to, world -> world.level(to, how)));
    Arbitrary<Named> restart =
        peer.map(each -> new Named(each + " restarts", world -> world.restarted(each)));
    Arbitrary<Named> forget =
        peer.map(each -> new Named("forget " + each, world -> world.forget(each)));
    Arbitrary<Named> hush =
        Combinators.combine(subject, Arbitraries.of(true, false))
            .as((about, yes) -> new Named("hush " + yes, world -> world.hush(about, yes)));
    Arbitrary<Named> pass =
        Arbitraries.oneOf(
                Arbitraries.longs().between(1, 100_000_000L),
                Arbitraries.longs().between(1, 300 * GossipWorld.SECOND))
            .map(nanos -> new Named("pass " + nanos, passing(nanos)));
    return Arbitraries.frequencyOf(
            Tuple.of(4, say),
            Tuple.of(8, hear),
            Tuple.of(2, level),
            Tuple.of(2, restart),
            Tuple.of(1, forget),
            Tuple.of(2, hush),
            Tuple.of(1, Arbitraries.just(new Named("urge", GossipWorld::urgeAlive))),
            Tuple.of(8, pass))
        .list()
        .ofMaxSize(40);
  }

  /** Looks often enough to notice somebody who waits. */
  private static Happening passing(long nanos) {
    return world -> {
      long left = nanos;
      while (left > 0) {
        long part = Math.min(left, GossipWorld.SECOND);
        world.pass(part);
        left -= part;
      }
    };
  }

  private static List<Fact> factsAbout(PublicKey subject) {
    List<Fact> facts = new ArrayList<>();
    facts.add(Fact.endpoint(subject, Endpoint.parse("192.0.2.1:1")));
    facts.add(Fact.allowedCidr(subject, Cidr.parse("192.0.2.0/24")));
    facts.add(Fact.member(subject, MemberMetadata.EMPTY.with("a", false)));
    facts.add(new Fact(subject, new FactValue.Member()));
    return facts;
  }
}
