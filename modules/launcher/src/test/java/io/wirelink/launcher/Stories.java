package io.wirelink.launcher;

import io.wirelink.agent.PeerStory;
import io.wirelink.agent.RejectionRule;
import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Fact;
import io.wirelink.fact.MemberMetadata;
import io.wirelink.fact.Source;
import io.wirelink.trust.TrustLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Stories of peers as a leaf may tell them, for tests. */
final class Stories {
  static final Source ROUTER = new Source.Peer(Views.ROUTER);

  PeerStory.Standing standing =
      new PeerStory.Standing(true, true, ROUTER, null, null, false, false, TrustLevel.ENDPOINT);
  PeerStory.@Nullable OnDevice device;
  PeerStory.Contact contact = new PeerStory.Contact(null, null, false, null, null, null);
  List<PeerStory.Told> facts = new ArrayList<>();
  List<PeerStory.Place> endpoints = new ArrayList<>();
  Set<Cidr> networks = Set.of();
  Map<Cidr, PublicKey> elsewhere = Map.of();
  List<PeerStory.Rejection> rejections = new ArrayList<>();
  boolean routerAnswers = true;
  PeerStory.@Nullable Departure departure;
  PeerStory.@Nullable Loss loss;
  PeerStory.@Nullable Refusal refusal;
  PeerStory.@Nullable Next next;

  /** A stranger, of whom nothing is known. */
  static PeerStory of(PublicKey key) {
    Stories stories = new Stories();
    stories.standing =
        new PeerStory.Standing(false, false, null, null, null, false, false, TrustLevel.UNTRUSTED);
    return stories.about(key);
  }

  /** Somebody who is at two endpoints, as the router says, and answers at none. */
  static Stories unanswered() {
    Stories stories = new Stories();
    stories.device =
        new PeerStory.OnDevice(
            Endpoint.parse("198.51.100.12:40123"), null, false, null, null, false, Set.of());
    stories.contact =
        new PeerStory.Contact(
            null,
            null,
            false,
            Views.NOW.minusSeconds(20),
            Views.ROUTER,
            Views.NOW.plusSeconds(113));
    stories.facts.add(
        new PeerStory.Told(
            Fact.member(Views.STRANGER, MemberMetadata.EMPTY.with("leaf2", false)),
            ROUTER,
            Views.NOW.plusSeconds(235)));
    stories.networks = Set.of(Cidr.parse("10.77.0.12/32"));
    stories.tried("192.168.2.2:51820", false);
    stories.tried("198.51.100.12:40123", true);
    return stories;
  }

  Stories tried(String endpoint, boolean current) {
    return place(endpoint, ROUTER, current);
  }

  Stories given(String endpoint, Source source) {
    return place(endpoint, source, false);
  }

  private Stories place(String endpoint, Source source, boolean current) {
    endpoints.add(
        new PeerStory.Place(
            Endpoint.parse(endpoint),
            PeerStory.Use.USABLE,
            source,
            Views.NOW.plusSeconds(235),
            current,
            2,
            Views.NOW.minusSeconds(40),
            Views.NOW.minusSeconds(20),
            PeerStory.Result.SILENT,
            null));
    return this;
  }

  Stories rejected(Fact fact, RejectionRule rule) {
    rejections.add(
        new PeerStory.Rejection(
            fact,
            Views.ROUTER,
            rule,
            TrustLevel.ENDPOINT,
            TrustLevel.needed(fact.attribute(), false),
            3,
            Views.NOW.minusSeconds(5),
            true));
    return this;
  }

  PeerStory about(PublicKey key) {
    return new PeerStory(
        Views.NOW,
        Views.NOW.minusSeconds(600),
        new PeerStory.Host(
            "wg0",
            Views.SELF,
            false,
            51820,
            Set.of(Endpoint.parse("192.168.1.2:51820")),
            List.of(),
            Set.of(),
            false),
        key,
        Map.of(Views.SELF, "leaf", Views.ROUTER, "router", Views.STRANGER, "leaf2"),
        standing,
        device,
        contact,
        facts,
        endpoints,
        new PeerStory.Networks(networks, elsewhere),
        rejections,
        List.of(
            new PeerStory.Router(
                Views.ROUTER,
                routerAnswers,
                routerAnswers,
                Views.NOW.minusSeconds(60),
                Views.NOW.minusSeconds(60),
                Endpoint.parse("198.51.100.1:51820"))),
        departure,
        loss,
        refusal,
        next);
  }
}
