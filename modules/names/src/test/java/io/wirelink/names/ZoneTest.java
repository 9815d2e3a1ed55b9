package io.wirelink.names;

import static io.wirelink.names.Mesh.configured;
import static io.wirelink.names.Mesh.key;
import static io.wirelink.names.Mesh.said;
import static io.wirelink.names.Mesh.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wirelink.device.Cidr;
import io.wirelink.device.IpAddress;
import io.wirelink.names.RefusedName.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ZoneTest {

  @Test
  void aHostHasItsNameAndItsAddresses() {
    Zone zone = zone(said(1, "Leaf1", "fd77::11", "10.77.0.11"));
    assertEquals(
        Optional.of(
            new Zone.Host(
                "leaf1",
                key(1),
                List.of(IpAddress.parse("10.77.0.11"), IpAddress.parse("fd77::11")))),
        zone.host("leaf1"));
    assertEquals(List.of("leaf1"), zone.labelsAt(IpAddress.parse("fd77::11")));
    assertEquals(List.of(), zone.refused());
  }

  @Test
  void aConfiguredNameIsNotTakenByTheMesh() {
    Zone zone = zone(said(1, "db"), configured(2, "DB"), said(3, "db"));
    assertEquals(key(2), zone.host("db").orElseThrow().key());
    assertEquals(
        List.of(
            new RefusedName(key(1), "db", Reason.CONFIGURED_FOR_ANOTHER, key(2)),
            new RefusedName(key(3), "db", Reason.CONFIGURED_FOR_ANOTHER, key(2))),
        zone.refused());
  }

  @Test
  void aNameThatTwoHaveWithTheSameRightNobodyHas() {
    Zone zone = zone(said(1, "db"), said(2, "Db"), said(3, "leaf"));
    assertEquals(List.of("leaf"), zone.hosts().stream().map(Zone.Host::label).toList());
    assertEquals(
        List.of(
            new RefusedName(key(1), "db", Reason.CLAIMED_TWICE, key(2)),
            new RefusedName(key(2), "Db", Reason.CLAIMED_TWICE, key(1))),
        zone.refused());
    assertEquals(Optional.empty(), zone(configured(1, "db"), configured(2, "db")).host("db"));
  }

  @Test
  void whatProgramsLookUpByThemselvesOnlyTheConfigurationGives() {
    assertEquals(
        List.of(new RefusedName(key(1), "WPAD", Reason.RESERVED, null)),
        zone(said(1, "WPAD")).refused());
    assertTrue(zone(configured(1, "wpad")).host("wpad").isPresent());
  }

  @Test
  void whatIsNoLabelIsRefused() {
    String name = "a".repeat(300);
    assertEquals(
        List.of(new RefusedName(key(1), name, Reason.NO_LABEL, null)),
        zone(said(1, name)).refused());
  }

  @Test
  void whatIsToldOfAHostIsBounded() {
    String[] many =
        IntStream.range(0, 100)
            .boxed()
            .flatMap(i -> List.of("10.77.0." + i, "fd77::" + i).stream())
            .toArray(String[]::new);
    assertEquals(
        2 * Zone.MAX_ADDRESSES,
        zone(said(1, "a", many)).host("a").orElseThrow().addresses().size());
    NameClaim[] same =
        IntStream.range(1, 100)
            .mapToObj(i -> said(i, "a" + i, "10.77.0.1"))
            .toArray(NameClaim[]::new);
    assertEquals(Zone.MAX_ADDRESSES, zone(same).labelsAt(IpAddress.parse("10.77.0.1")).size());
  }

  @Test
  void anAddressIsOfTheTunnelOrOfAHostThere() {
    Zone zone = Mesh.some();
    assertEquals(
        Optional.of(Cidr.parse("10.77.0.0/24")), zone.reverseZoneOf(Cidr.parse("10.77.0.99/32")));
    assertEquals(
        Optional.of(Cidr.parse("10.99.0.12/32")), zone.reverseZoneOf(Cidr.parse("10.99.0.12/32")));
    assertEquals(Optional.empty(), zone.reverseZoneOf(Cidr.parse("10.99.0.13/32")));
    assertEquals(Optional.empty(), zone.reverseZoneOf(Cidr.parse("10.77.0.0/16")));
  }

  /** Whoever spoke first must not be what decides. */
  @Property
  void theOrderOfClaimsDoesNotMatter(
      @ForAll @Size(max = 8) List<@IntRange(max = 11) Integer> names, @ForAll long seed) {
    List<NameClaim> claims = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = "n" + names.get(i) % 3;
      claims.add(names.get(i) < 8 ? said(i + 1, name) : configured(i + 1, name));
    }
    Zone zone = Zone.of(Mesh.DOMAIN, claims, List.of());
    Collections.shuffle(claims, new Random(seed));
    Zone other = Zone.of(Mesh.DOMAIN, claims, List.of());
    assertEquals(List.copyOf(zone.hosts()), List.copyOf(other.hosts()));
    assertEquals(zone.refused(), other.refused());
    assertEquals(claims.size(), zone.hosts().size() + zone.refused().size());
  }
}
