package io.wirelink.agent;

import io.wirelink.device.PublicKey;
import io.wirelink.fact.FactStore;
import io.wirelink.trust.TrustLevel;
import io.wirelink.trust.TrustModel;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Whom this host believes, as follows from the levels of a configuration.
 *
 * @param model how far everybody is believed
 * @param self how far the configuration trusts this host itself
 * @param membershipConfigured whether it names somebody who decides on membership
 */
record Trust(TrustModel model, TrustLevel self, boolean membershipConfigured) {

  static Trust by(
      Map<PublicKey, TrustLevel> levels,
      PublicKey self,
      Predicate<PublicKey> router,
      Predicate<PublicKey> devicePeer) {
    return new Trust(
        TrustModel.standard(levels, router, devicePeer),
        levels.getOrDefault(self, TrustLevel.UNTRUSTED),
        levels.values().stream().anyMatch(level -> level.atLeast(TrustLevel.MEMBERSHIP)));
  }

  /**
   * Forgets what peers say that they are not trusted with any more.
   *
   * @param known whether facts about a key are about somebody known
   * @return whether there was any of that
   */
  boolean reevaluate(FactStore store, Predicate<PublicKey> known) {
    return store.reevaluate(
        (fact, source, standing) -> {
          TrustLevel level = model.levelOf(source);
          return TrustModel.accepts(level, fact, known)
              && standing == level.standing(fact.subject().equals(source));
        });
  }
}
