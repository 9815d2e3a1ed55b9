package io.wirelink.agent;

import java.time.Duration;

/**
 * The constants of the protocol and of WireGuard that decide when an agent does what
 * (docs/protocol.md, "Constants").
 */
final class Timing {

  private Timing() {}

  /** For how long a fact is believed. */
  static final int FACT_TTL_SECONDS = 255;

  static final long FACT_TTL_NANOS = Duration.ofSeconds(FACT_TTL_SECONDS).toNanos();

  /** How often a peer hears that this host is alive. */
  static final int ALIVE_SECONDS = 30;

  /**
   * How often a leaf hears it from another one while nothing happens, and nothing on the way has to
   * be kept open: twice is a little more than the two minutes after which WireGuard shakes hands
   * anew, so that this falls together with it, and four times fit into what is promised.
   */
  static final int REST_SECONDS = 61;

  /** How often everything is looked at, if nothing happens before. */
  static final int HOUSEKEEPING_SECONDS = 5;

  static final long HOUSEKEEPING_NANOS = Duration.ofSeconds(HOUSEKEEPING_SECONDS).toNanos();

  /**
   * How many such looks go by until a peer whose path is up, and whose agent is alive, is
   * reconsidered though nothing happened to it: that is most of what a mesh at rest would cost.
   */
  static final int STEADY_ROUNDS = 3;

  /**
   * How old the last handshake of a healthy peer may be: 120 rekey + 5 retry + 10 keepalive + 0.334
   * jitter + 30 slack.
   */
  static final Duration HANDSHAKE_VALIDITY = Duration.ofMillis(165_334);

  /** How long somebody must have been there to have told everything that it knows. */
  static final long TOLD_ALL_NANOS = FACT_TTL_NANOS + HOUSEKEEPING_NANOS;

  /** How old a handshake is when WireGuard is about to make a new one: 120 s, less a look. */
  static final long REKEY_NANOS = Duration.ofSeconds(118).toNanos();

  /** How long an endpoint has to prove itself: 5 retry + 10 keepalive. */
  static final long ENDPOINT_TRY_NANOS = Duration.ofSeconds(15).toNanos();

  /**
   * When the endpoint that is set is called again after its first try: 5 retry + 0.334 jitter and
   * some. Where two handshakes cross, both ends drop the answer to their own, and a WireGuard whose
   * next one would come within 5 s of the answer that it sent does not send it, nor plans another
   * one (kernel and wireguard-go alike, {@code wg_packet_send_queued_handshake_initiation} in
   * drivers/net/wireguard/send.c). Then only new data makes it call before 15 s have passed.
   */
  static final long CROSSED_TRY_NANOS = Duration.ofMillis(5_500).toNanos();

  /**
   * The same where the peer may be put on the device anew, which makes WireGuard call at once: when
   * an answer would have come from anywhere on earth.
   */
  static final long RENEWED_TRY_NANOS = Duration.ofMillis(750).toNanos();

  /**
   * How long it has when there are others that were not tried yet: until just before WireGuard
   * sends its next handshake, 5 s after the last, which then goes to the other one. So each gets
   * one handshake in the first round, and three later on.
   */
  static final long UNTRIED_ENDPOINT_NANOS = Duration.ofMillis(4_750).toNanos();

  /**
   * How long it has where what is left is unlikely, such as somebody's private network; and how
   * long that has then. It is one handshake more, 5 retry + 0.334 jitter and a round trip: the
   * first may have been what opened the NAT of the other.
   */
  static final long UNLIKELY_ENDPOINT_NANOS = Duration.ofSeconds(6).toNanos();

  /**
   * How long it has where there is a session still: data needs no handshake, and is answered within
   * a round trip.
   */
  static final long SESSION_TRY_NANOS = Duration.ofSeconds(1).toNanos();

  /**
   * When the endpoint that worked last is set again in such a session: it is the likeliest, even
   * where some packets in a row were lost, and to call there takes a round trip. Until then three
   * others have had their turn, of which one is right where a NAT has another port for the peer.
   */
  static final long SESSION_RETURN_NANOS = Duration.ofSeconds(4).toNanos();

  /**
   * The longest pause between two tries of an endpoint, up to which pauses double: it costs next to
   * nothing then, and a host that comes back calls by itself or is spoken of anew.
   */
  static final long MAX_BACKOFF_NANOS = Duration.ofMinutes(10).toNanos();

  /**
   * How seldom a peer is tried that most likely cannot be met, at whatever endpoint: five times an
   * hour, which with the first tries are ten in the first one. What is new is tried at once.
   */
  static final long SELDOM_TRY_NANOS = Duration.ofMinutes(12).toNanos();

  /**
   * How often the best endpoint was called in vain when that is most likely so, if each other was
   * as well: before the others, once more in case handshakes crossed, and after them.
   */
  static final int VAIN_TRIES = 3;

  /** How often each was that a NAT may go on to: by which one it calls is a matter of chance. */
  static final int PREDICTED_TRIES = 4;

  /**
   * How often a peer is tried anew at once since it says something new of itself, as when its agent
   * starts; and how long it takes until that is allowed once more. Each costs a handshake.
   */
  static final int NEWS_AT_ONCE = 4;

  static final long NEWS_INTERVAL_NANOS = Duration.ofMinutes(1).toNanos();

  /**
   * How long the endpoint that worked last is left alone before it is called again: three
   * handshakes of WireGuard.
   */
  static final long WORKED_TRY_NANOS = Duration.ofSeconds(15).toNanos();

  /**
   * How long the endpoint that worked last stays set before another may have its turn: two
   * handshakes. With the one of the other it comes back within 15 s.
   */
  static final long WORKED_STAY_NANOS = Duration.ofSeconds(10).toNanos();

  /**
   * How often a router is called that is the only way to everybody else: as often as WireGuard
   * shakes hands, but without giving up after 90 s.
   */
  static final long ONLY_WAY_TRY_NANOS = Duration.ofSeconds(5).toNanos();

  /**
   * The first pause of any other endpoint of such a router: while that is tried, the one that is
   * most likely right misses a handshake, and everybody is cut off for 5 s more.
   */
  static final long ONLY_WAY_DETOUR_NANOS = Duration.ofMinutes(1).toNanos();

  /**
   * How long the first try waits, so that the other side has had the time to hear of this host and
   * to add it.
   */
  static final long FIRST_TRY_NANOS = Duration.ofMillis(250).toNanos();

  /**
   * How much later the host with the greater key tries. Two handshakes that cross end with both
   * sides waiting for the other until WireGuard retries after 5 s; and behind NAT the first one
   * only opens the way for the second.
   */
  static final long SECOND_TRY_NANOS = Duration.ofMillis(300).toNanos();

  /** How much later it calls again, whoever came first: a packet has gone its way meanwhile. */
  static final long KEY_LAG_NANOS = SECOND_TRY_NANOS / 2;

  /**
   * How long after a jump of time a router may take to say again that it is there: it is asked at
   * once, and speaks by itself each {@link #ALIVE_SECONDS}.
   */
  static final long RETOLD_NANOS =
      Duration.ofSeconds(ALIVE_SECONDS + HOUSEKEEPING_SECONDS).toNanos();

  /** How much longer a peer must be alive for its networks to be routed to it. */
  static final long ALIVE_MARGIN_NANOS = HOUSEKEEPING_NANOS / 2;

  /**
   * How much longer a source must be alive for anything to be taken from peers because nobody says
   * it any more: so long that it was heard within 75 s, two of its words may be lost. What it
   * renewed may run out 89 s after it was heard last (120 s, less the 25 s in which it renews only
   * once, the 5 s between its looks, and the rounding), when it still counts as alive; who it spoke
   * for must not lose anything because of that.
   */
  static final long REMOVAL_MARGIN_NANOS = FACT_TTL_NANOS - Duration.ofSeconds(75).toNanos();

  /** For how long a member counts as reached by one router only, after that was said. */
  static final long DETOUR_NANOS = Duration.ofSeconds(70).toNanos();

  /** How often that is said while it is so. */
  static final long DETOUR_REFRESH_NANOS = Duration.ofSeconds(25).toNanos();

  /** How often a router says it at once to who does not say that it has heard it. */
  static final int DETOUR_TELLINGS = 3;

  /** How often a leaf says it at once if the router does not say that it has heard it. */
  static final int DETOUR_UNHEARD_TELLINGS = 10;

  /** How far apart. */
  static final long DETOUR_AGAIN_NANOS = Duration.ofSeconds(1).toNanos();

  /** How far apart it is said afterwards, until it is heard. */
  static final long DETOUR_UNHEARD_NANOS = Duration.ofSeconds(4).toNanos();

  /** How often a router tells all others of such members at once. */
  static final int DETOURS_AT_ONCE = 8;

  /** How often in the long run. */
  static final long DETOUR_INTERVAL_NANOS = Duration.ofSeconds(1).toNanos();

  /** How often a member may begin to go by a router at once. */
  static final int DETOUR_BEGINS = 8;

  /** How often in the long run. */
  static final long DETOUR_BEGIN_NANOS = Duration.ofSeconds(20).toNanos();

  /**
   * For how long an agent that fell silent while its host goes on is waited for: what it alone said
   * may still be so, and it most likely comes back.
   */
  static final long SILENT_AGENT_NANOS = Duration.ofHours(1).toNanos();

  /**
   * How long a peer may answer nothing at all to what was sent to it. A WireGuard peer that gets
   * data answers within 10 s, if only by a keepalive; with what is slow on the way, whoever did not
   * after 13 s is not there.
   */
  static final long SILENCE_NANOS = Duration.ofSeconds(13).toNanos();

  /**
   * When the device is looked at after an endpoint was tried: a handshake has long succeeded then,
   * or will not.
   */
  static final long ANSWER_NANOS = Duration.ofSeconds(1).toNanos();

  /**
   * How long somebody who sees a peer may be silent about it: facts are said again when half of
   * their time and 5 s are left, and that shows at the next look.
   */
  static final long VOUCH_NANOS =
      FACT_TTL_NANOS
          - Duration.ofSeconds(FACT_TTL_SECONDS / 2 + HOUSEKEEPING_SECONDS).toNanos()
          + HOUSEKEEPING_NANOS;

  /** How long a WireGuard peer may take to answer data, with nothing but a keepalive. */
  static final long ANSWER_DUE_NANOS = Duration.ofSeconds(10).toNanos();

  /** For how long a change that failed stands in the way: it is tried again before that. */
  static final long REFUSAL_NANOS = 2 * ENDPOINT_TRY_NANOS;

  /**
   * How long after this host's addresses have changed peers are called again: the route may come
   * after the address.
   */
  static final long CALL_AGAIN_NANOS = Duration.ofSeconds(1).toNanos();

  /** How often they are. */
  static final int CALLS_AGAIN = 3;

  /** When the host's addresses are read again if they could not be; then with the housekeeping. */
  static final long HOST_READ_RETRY_NANOS = Duration.ofSeconds(1).toNanos();

  /** How soon the device may be read again because of a packet. */
  static final long DEVICE_READ_NANOS = Duration.ofMillis(50).toNanos();

  /** How soon for each peer that it has: 5,000 peers a second are read because of packets. */
  static final long PEER_READ_NANOS = Duration.ofNanos(200_000).toNanos();

  /**
   * How soon for each peer that it has, because of what was to have happened by then: a thousand
   * peers a second, since those who are called one after the other are a thousand as well.
   */
  static final long PEER_LATER_READ_NANOS = Duration.ofMillis(1).toNanos();

  /**
   * How often all endpoints that work are noted in memory, which is saved as seldom: they are
   * remembered for days.
   */
  static final long REMEMBER_NANOS = Duration.ofMinutes(1).toNanos();

  /** How often a host name of a peer that cannot be reached is resolved again. */
  static final long RESOLVE_NANOS = Duration.ofSeconds(30).toNanos();

  /** How often the interface's counters are looked at while nothing moves. */
  static final long QUIET_LOOK_NANOS = Duration.ofSeconds(1).toNanos();

  /** How often they are while something does. */
  static final long BUSY_LOOK_NANOS = Duration.ofMillis(500).toNanos();

  /** For how long a router is watched because somebody said that it does not answer. */
  static final long ALARM_MEMORY_NANOS = Duration.ofSeconds(10).toNanos();

  /** How often a router asks all of its peers at once to look at another one. */
  static final int ALARMS_AT_ONCE = 2;

  static final long ALARM_INTERVAL_NANOS = Duration.ofSeconds(5).toNanos();

  /** The MTU of a tunnel where it is not known: what {@code wg-quick} sets on Ethernet. */
  static final int MTU = 1420;

  /** Longer than news waits for other news: an agent that ends has no time for that. */
  static final long LEAVE_NANOS = Duration.ofSeconds(1).toNanos();
}
