package io.wirelink.trust;

import io.wirelink.device.PublicKey;
import io.wirelink.fact.Fact;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Decides how far each peer is trusted: the first evaluator with an opinion on it does. */
public final class TrustModel {

  private final List<TrustEvaluator> evaluators;

  /** A model that asks these in order. */
  public TrustModel(List<TrustEvaluator> evaluators) {
    this.evaluators = List.copyOf(evaluators);
  }

  /**
   * The model of an agent: configured levels; routers, if no level is configured for anybody; then
   * every peer of the device.
   *
   * @param configured the levels that the configuration gives
   * @param isRouter whether a peer is a router at the moment
   * @param isPeer whether a key is a peer of the device at the moment
   */
  public static TrustModel standard(
      Map<PublicKey, TrustLevel> configured,
      Predicate<PublicKey> isRouter,
      Predicate<PublicKey> isPeer) {
    TrustEvaluator fromConfiguration = TrustEvaluator.configured(configured);
    TrustEvaluator knownPeers = TrustEvaluator.where(isPeer, TrustLevel.ENDPOINT);
    return new TrustModel(
        configured.isEmpty()
            ? List.of(TrustEvaluator.where(isRouter, TrustLevel.MEMBERSHIP), knownPeers)
            : List.of(fromConfiguration, knownPeers));
  }

  /** How far a peer is trusted; not at all if nobody has an opinion. */
  public TrustLevel levelOf(PublicKey source) {
    for (TrustEvaluator evaluator : evaluators) {
      var level = evaluator.levelOf(source);
      if (level.isPresent()) {
        return level.get();
      }
    }
    return TrustLevel.UNTRUSTED;
  }

  /** Whether a fact is believed on the word of somebody trusted so far. */
  public static boolean accepts(TrustLevel level, Fact fact, Predicate<PublicKey> isPeer) {
    return level.atLeast(TrustLevel.needed(fact.attribute(), isPeer.test(fact.subject())));
  }
}
