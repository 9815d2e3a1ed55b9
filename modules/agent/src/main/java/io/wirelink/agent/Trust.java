package io.wirelink.agent;

import io.wirelink.device.PublicKey;
import io.wirelink.fact.Fact;
import io.wirelink.fact.FactStore;
import io.wirelink.fact.Standing;
import io.wirelink.trust.TrustLevel;
import io.wirelink.trust.TrustModel;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Whom this host believes, as follows from the levels of a configuration.
 *
 * @param model how far everybody is believed
 * @param router whether a peer is a router, by which others are heard of
 * @param self how far the configuration trusts this host itself
 * @param membershipConfigured whether it names somebody who decides on membership
 */
record Trust(
    TrustModel model, Predicate<PublicKey> router, TrustLevel self, boolean membershipConfigured) {

  static Trust by(
      Map<PublicKey, TrustLevel> levels,
      PublicKey self,
      Predicate<PublicKey> router,
      Predicate<PublicKey> devicePeer) {
    return new Trust(
        TrustModel.standard(levels, router, devicePeer),
        router,
        levels.getOrDefault(self, TrustLevel.UNTRUSTED),
        levels.values().stream().anyMatch(level -> level.atLeast(TrustLevel.MEMBERSHIP)));
  }

  /** How far a peer is believed. */
  TrustLevel levelOf(PublicKey source) {
    return model.levelOf(source);
  }

  /**
   * In what capacity a peer says a fact that it is trusted with. A router that is trusted no
   * further than with endpoints is no better than others but for those: by it each hears of all.
   */
  Standing standingOf(PublicKey source, Fact fact) {
    Standing standing = levelOf(source).standing(fact.subject().equals(source));
    boolean asRouter = fact.attribute().isEndpoint() && router.test(source);
    return standing == Standing.HEARSAY && asRouter ? Standing.TRUSTED : standing;
  }

  /**
   * Forgets what peers say that they are not trusted with any more.
   *
   * @param known whether facts about a key are about somebody known
   * @return whether there was any of that
   */
  boolean reevaluate(FactStore store, Predicate<PublicKey> known) {
    return store.reevaluate(
        (fact, source, standing) ->
            TrustModel.accepts(levelOf(source), fact, known)
                && standing == standingOf(source, fact));
  }
}
