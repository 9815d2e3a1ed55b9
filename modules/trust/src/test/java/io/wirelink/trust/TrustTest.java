package io.wirelink.trust;

import static io.wirelink.trust.TrustLevel.ALLOWED_IPS;
import static io.wirelink.trust.TrustLevel.DELEGATE_TRUST;
import static io.wirelink.trust.TrustLevel.ENDPOINT;
import static io.wirelink.trust.TrustLevel.MEMBERSHIP;
import static io.wirelink.trust.TrustLevel.UNTRUSTED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Attribute;
import io.wirelink.fact.BootId;
import io.wirelink.fact.Fact;
import io.wirelink.fact.FactValue;
import io.wirelink.fact.MemberMetadata;
import io.wirelink.fact.Standing;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.WithNull;
import org.junit.jupiter.api.Test;

class TrustTest {

  private static final PublicKey ROUTER = new PublicKey(1, 0, 0, 0);
  private static final PublicKey PEER = new PublicKey(2, 0, 0, 0);
  private static final PublicKey STRANGER = new PublicKey(3, 0, 0, 0);

  private static TrustModel standard(Map<PublicKey, TrustLevel> configured) {
    return TrustModel.standard(configured, ROUTER::equals, Set.of(ROUTER, PEER)::contains);
  }

  @Test
  void aPeerOfTheDeviceIsBelievedAboutEndpoints() {
    assertEquals(ENDPOINT, standard(Map.of()).levelOf(PEER));
  }

  @Test
  void aRouterIsBelievedAboutMembershipIfTheConfigurationTrustsNobody() {
    assertEquals(MEMBERSHIP, standard(Map.of()).levelOf(ROUTER));
  }

  @Test
  void aRouterIsAPeerLikeOthersIfTheConfigurationTrustsAnybody() {
    assertEquals(ENDPOINT, standard(Map.of(STRANGER, ENDPOINT)).levelOf(ROUTER));
    assertEquals(ENDPOINT, standard(Map.of(PEER, UNTRUSTED)).levelOf(ROUTER));
  }

  @Test
  void theConfigurationDecidesBeforeEverythingElse() {
    TrustModel model =
        standard(Map.of(PEER, UNTRUSTED, ROUTER, ALLOWED_IPS, STRANGER, DELEGATE_TRUST));
    assertEquals(UNTRUSTED, model.levelOf(PEER));
    assertEquals(ALLOWED_IPS, model.levelOf(ROUTER));
    assertEquals(DELEGATE_TRUST, model.levelOf(STRANGER));
  }

  @Test
  void aStrangerIsNotTrusted() {
    assertEquals(UNTRUSTED, standard(Map.of()).levelOf(STRANGER));
    assertEquals(UNTRUSTED, new TrustModel(List.of()).levelOf(ROUTER));
  }

  @Property
  void theFirstEvaluatorWithAnOpinionDecides(@ForAll List<@WithNull(0.5) TrustLevel> opinions) {
    List<TrustEvaluator> evaluators =
        opinions.stream()
            .map(opinion -> (TrustEvaluator) source -> Optional.ofNullable(opinion))
            .toList();
    TrustLevel first =
        opinions.stream().filter(level -> level != null).findFirst().orElse(UNTRUSTED);
    assertEquals(first, new TrustModel(evaluators).levelOf(PEER));
  }

  @Property
  void whoIsTrustedMoreIsBelievedInAllThatOthersAre(
      @ForAll TrustLevel lower,
      @ForAll TrustLevel higher,
      @ForAll("facts") Fact fact,
      @ForAll boolean known) {
    if (higher.atLeast(lower) && TrustModel.accepts(lower, fact, key -> known)) {
      assertTrue(TrustModel.accepts(higher, fact, key -> known));
    }
  }

  @Property
  void nothingAboutAnUnknownSubjectPassesBelowMembership(
      @ForAll TrustLevel level, @ForAll("facts") Fact fact) {
    assertEquals(level.atLeast(MEMBERSHIP), TrustModel.accepts(level, fact, key -> false));
  }

  @Property
  void whatIsNeededForAnUnknownSubjectIsEnoughForAKnownOne(@ForAll Attribute attribute) {
    assertTrue(TrustLevel.needed(attribute, false).atLeast(TrustLevel.needed(attribute, true)));
  }

  @Test
  void eachAttributeNeedsItsLevel() {
    assertEquals(ENDPOINT, TrustLevel.needed(Attribute.ENDPOINT_V4, true));
    assertEquals(ENDPOINT, TrustLevel.needed(Attribute.ENDPOINT_V6, true));
    assertEquals(ALLOWED_IPS, TrustLevel.needed(Attribute.ALLOWED_CIDR_V4, true));
    assertEquals(ALLOWED_IPS, TrustLevel.needed(Attribute.ALLOWED_CIDR_V6, true));
    assertEquals(MEMBERSHIP, TrustLevel.needed(Attribute.MEMBER, true));
    assertEquals(MEMBERSHIP, TrustLevel.needed(Attribute.MEMBER_METADATA, true));
    for (Attribute attribute : Attribute.values()) {
      assertFalse(UNTRUSTED.atLeast(TrustLevel.needed(attribute, true)), attribute.toString());
    }
  }

  @Test
  void levelsAreReadInAnyCase() {
    assertEquals(Optional.of(ALLOWED_IPS), TrustLevel.parse("allowedips"));
    assertEquals(Optional.of(DELEGATE_TRUST), TrustLevel.parse("DELEGATETRUST"));
    assertEquals(Optional.empty(), TrustLevel.parse("Allowed_IPs"));
    assertEquals(Optional.empty(), TrustLevel.parse(""));
    for (TrustLevel level : TrustLevel.values()) {
      assertEquals(Optional.of(level), TrustLevel.parse(level.configName()));
    }
  }

  @Test
  void whoIsTrustedWithMoreThanEndpointsIsNoHearsay() {
    for (TrustLevel level : TrustLevel.values()) {
      Standing expected = level.atLeast(ALLOWED_IPS) ? Standing.TRUSTED : Standing.HEARSAY;
      assertEquals(expected, level.standing(false));
      assertEquals(Standing.OWN, level.standing(true));
    }
  }

  @Test
  void aHigherLevelIncludesALowerOne() {
    TrustLevel[] levels = TrustLevel.values();
    for (int i = 1; i < levels.length; i++) {
      assertTrue(levels[i].atLeast(levels[i - 1]) && !levels[i - 1].atLeast(levels[i]));
    }
  }

  @Provide
  Arbitrary<Fact> facts() {
    FactValue membership = new FactValue.Membership(MemberMetadata.EMPTY);
    return Arbitraries.of(
        Fact.alive(PEER, new BootId(1, 2)),
        Fact.endpoint(PEER, Endpoint.parse("192.0.2.1:1")),
        Fact.endpoint(PEER, Endpoint.parse("[2001:db8::1]:1")),
        Fact.allowedCidr(PEER, Cidr.parse("192.0.2.0/24")),
        Fact.allowedCidr(PEER, Cidr.parse("2001:db8::/64")),
        new Fact(PEER, new FactValue.Member()),
        new Fact(PEER, membership));
  }
}
