package io.wirelink.agent;

import java.util.Map;

/**
 * What happened since an agent started.
 *
 * @param packetsReceived packets of other agents that were accepted
 * @param packetsSent packets sent to other agents
 * @param bytesReceived bytes in those that were accepted, without the headers of UDP and below
 * @param bytesSent the same for those that were sent
 * @param deviceChanges changes of the device that were asked for, failed ones included
 * @param rejections how many packets and facts each rule kept out, for those that did
 * @param probes probes of paths that were sent
 * @param echoes answers to them that came
 * @param packetsDropped packets that came faster than the agent takes them in, and were dropped
 *     unread
 */
public record Counters(
    long packetsReceived,
    long packetsSent,
    long bytesReceived,
    long bytesSent,
    long deviceChanges,
    Map<RejectionRule, Long> rejections,
    long probes,
    long echoes,
    long packetsDropped) {

  /** Nothing has happened yet. */
  public static final Counters ZERO = new Counters(0, 0, 0, 0, 0, Map.of(), 0, 0, 0);

  /** What those have counted who do it; what is dropped before them they do not see. */
  static Counters of(
      Reception reception,
      Outbox outbox,
      DeviceChanges changes,
      Rejections rejections,
      PathExchange paths,
      long packetsDropped) {
    return new Counters(
        reception.packets(),
        outbox.packets(),
        reception.bytes(),
        outbox.bytes(),
        changes.count(),
        rejections.counts(),
        paths.probes(),
        paths.echoes(),
        packetsDropped);
  }

  /** Keeps a copy of the map. */
  public Counters {
    rejections = Map.copyOf(rejections);
  }
}
