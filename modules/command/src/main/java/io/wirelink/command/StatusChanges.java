package io.wirelink.command;

import io.wirelink.control.Members;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What changed between the answers of an agent, for programs that follow it. Ages, counters and the
 * renewal of a handshake are no changes: they pass all the time, in a mesh in which nothing
 * happens.
 */
final class StatusChanges {
  private static final String PEERS = "peers";

  private static final Set<String> PASSING_OF_PEER =
      Set.of("handshake", "handshake_age", "round_trip", "loss", "transfer_rx", "transfer_tx");

  private static final Set<String> PASSING_OF_AGENT = Set.of("uptime", "facts", "packets_dropped");

  private @Nullable Map<String, ?> last;
  private @Nullable String lastFailure;

  /**
   * Takes the next answer.
   *
   * @return what to tell: all of it at first and after a failure, then an object for each change,
   *     none if there is none
   */
  List<Map<String, ?>> of(Map<String, ?> answer) {
    Map<String, ?> before = last;
    last = answer;
    lastFailure = null;
    return before == null ? List.of(answer) : between(before, answer);
  }

  /**
   * Takes note that there is no answer.
   *
   * @return what to tell: nothing if it is told already
   */
  List<Map<String, ?>> failed(String interfaceName, String why) {
    boolean news = !why.equals(lastFailure);
    last = null;
    lastFailure = why;
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("interface", interfaceName);
    told.put("error", why);
    return news ? List.of(told) : List.of();
  }

  private static List<Map<String, ?>> between(Map<String, ?> before, Map<String, ?> now) {
    List<Map<String, ?>> changes = new ArrayList<>();
    boolean sameSelf = Objects.equals(before.get("self"), now.get("self"));
    boolean sameAgent = lastingAgent(before).equals(lastingAgent(now));
    if (!sameSelf || !sameAgent) {
      Map<String, Object> change = change(now, "agent", now.get("agent"));
      change.put("self", now.get("self"));
      changes.add(change);
    }
    for (String what : List.of("rotation", "announced")) {
      if (!Objects.equals(before.get(what), now.get(what))) {
        changes.add(change(now, what, now.get(what)));
      }
    }
    Map<String, Map<?, ?>> peersBefore = peers(before);
    Map<String, Map<?, ?>> peersNow = peers(now);
    Set<String> keys = new LinkedHashSet<>(peersNow.keySet());
    keys.addAll(peersBefore.keySet());
    for (String key : keys) {
      Map<?, ?> peer = peersNow.get(key);
      Map<?, ?> old = peersBefore.get(key);
      if (peer == null) {
        changes.add(change(now, "removed", named(Members.of(old))));
      } else if (old == null || !lasting(old).equals(lasting(peer))) {
        changes.add(change(now, "peer", peer));
      }
    }
    return changes;
  }

  private static Map<String, Object> change(
      Map<String, ?> answer, String what, @Nullable Object value) {
    Map<String, Object> change = new LinkedHashMap<>();
    for (String key : List.of("interface", "time")) {
      change.put(key, Members.of(answer).text(key));
    }
    change.put(what, value);
    return change;
  }

  private static Map<String, String> named(Members peer) {
    Map<String, String> named = new LinkedHashMap<>();
    named.put("key", peer.text("key"));
    named.put("name", peer.text("name"));
    return named;
  }

  private static Map<String, Map<?, ?>> peers(Map<String, ?> answer) {
    Map<String, Map<?, ?>> peers = new LinkedHashMap<>();
    for (Object peer : Members.of(answer).list(PEERS)) {
      Members members = Members.of(peer);
      peers.put(members.text("key"), members.map());
    }
    return peers;
  }

  private static Map<Object, @Nullable Object> lasting(Map<?, ?> peer) {
    return without(peer, PASSING_OF_PEER);
  }

  private static Map<Object, @Nullable Object> lastingAgent(Map<String, ?> answer) {
    return without(Members.of(answer).object("agent").map(), PASSING_OF_AGENT);
  }

  private static Map<Object, @Nullable Object> without(Map<?, ?> map, Set<String> keys) {
    Map<Object, @Nullable Object> rest = new LinkedHashMap<>(map);
    rest.keySet().removeAll(keys);
    return rest;
  }
}
