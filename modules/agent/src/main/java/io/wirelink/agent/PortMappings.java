package io.wirelink.agent;

import io.wirelink.portmap.Gateway;
import io.wirelink.portmap.MappingStatus;
import io.wirelink.portmap.Obstacle;
import io.wirelink.portmap.PortWish;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was wanted of the gateways of this host, and what they have given. */
final class PortMappings {

  private static final Logger log = LoggerFactory.getLogger(PortMappings.class);

  private PortWish wish = PortWish.NONE;
  private List<MappingStatus> statuses = List.of();

  /** What was wanted last. */
  PortWish wish() {
    return wish;
  }

  /** Takes note of what is wanted from now on. */
  void wanted(PortWish other) {
    wish = other;
  }

  /** Takes note of how it stands now, and logs what is different. */
  void update(List<MappingStatus> now) {
    List<MappingStatus> before = statuses;
    statuses = now;
    for (MappingStatus status : now) {
      log(of(status.gateway(), before), status);
    }
    for (MappingStatus status : before) {
      if (status instanceof MappingStatus.Mapped && of(status.gateway(), now).isEmpty()) {
        log.info("The gateway {} maps no port to this host any more", name(status));
      }
    }
  }

  private static Optional<MappingStatus> of(Gateway gateway, List<MappingStatus> statuses) {
    return statuses.stream().filter(each -> each.gateway().equals(gateway)).findFirst();
  }

  private static void log(Optional<MappingStatus> before, MappingStatus status) {
    boolean wasMapped = before.filter(MappingStatus.Mapped.class::isInstance).isPresent();
    switch (status) {
      case MappingStatus.Mapped mapped -> {
        if (before.filter(each -> isSame(each, mapped)).isEmpty()) {
          log.info(
              "The gateway {} maps {} to this host, by {}{}",
              name(status),
              mapped.external(),
              mapped.protocol(),
              mapped.isBehindAnotherNat() ? ": there is another NAT behind it" : "");
        }
      }
      case MappingStatus.Unmapped(Gateway gateway, var why) -> {
        if (wasMapped) {
          log.info("The gateway {} maps no port to this host any more: it {}", name(status), why);
        } else {
          log.debug("The gateway {} maps no port to this host: it {}", name(status), why);
        }
      }
      case MappingStatus.Asked(Gateway gateway) ->
          log.debug("The gateway {} is asked to map a port to this host", name(status));
    }
  }

  private static boolean isSame(MappingStatus before, MappingStatus.Mapped now) {
    return before instanceof MappingStatus.Mapped mapped
        && mapped.external().equals(now.external())
        && mapped.protocol() == now.protocol();
  }

  private static String name(MappingStatus status) {
    return status.gateway().address().toString();
  }

  /** The mappings by which everybody reaches this host, as far as gateways say. */
  List<MappingStatus.Mapped> toTell() {
    return statuses.stream()
        .filter(MappingStatus.Mapped.class::isInstance)
        .map(MappingStatus.Mapped.class::cast)
        .filter(mapped -> !mapped.isBehindAnotherNat())
        .toList();
  }

  /** Whether a gateway says that its own address outside is a private one. */
  boolean isAnyBehindAnotherNat() {
    return statuses.stream()
        .anyMatch(
            status -> status instanceof MappingStatus.Mapped mapped && mapped.isBehindAnotherNat());
  }

  /**
   * Whether any gateway says that it has no address outside. Where others see this host all the
   * same, it has a private one, which some gateways take for none (miniupnpd).
   */
  boolean isAnyWithoutAddress() {
    return statuses.stream()
        .anyMatch(
            status ->
                status instanceof MappingStatus.Unmapped unmapped
                    && unmapped.why() == Obstacle.NO_EXTERNAL_ADDRESS);
  }

  /** How it stands at this moment. */
  PortMappingView at(Time time, AgentConfig config) {
    return new PortMappingView(
        config.portMapping(),
        wish.port() != 0,
        statuses.stream().map(status -> known(status, time)).toList());
  }

  private static PortMappingView.KnownMapping known(MappingStatus status, Time time) {
    Instant until =
        status instanceof MappingStatus.Mapped mapped
            ? time.wall().plusNanos(mapped.untilNanos() - time.monotonicNanos())
            : null;
    return new PortMappingView.KnownMapping(status, until);
  }
}
