package io.wirelink.state;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import io.wirelink.agent.RememberedMesh;
import io.wirelink.device.Cidr;
import io.wirelink.device.Endpoint;
import io.wirelink.device.PublicKey;
import io.wirelink.fact.Fact;
import io.wirelink.fact.FactValue;
import io.wirelink.fact.MemberMetadata;
import io.wirelink.text.JsonText;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an agent knows as the text of a state file (docs/operating.md, "After a restart"): one
 * object, with a peer a line. Times and ages are whole seconds.
 */
final class StateJson {

  /** Changes when a file means something else than before. */
  private static final int VERSION = 1;

  private static final String MEMBERSHIPS = "memberships";
  private static final String NETWORKS = "networks";
  private static final String ENDPOINTS = "endpoints";
  private static final String LENT = "lent";
  private static final String NAME = "name";
  private static final String BASIC = "basic";

  private StateJson() {}

  /** A file that is not what an agent writes; the message says what is wrong, in a sentence. */
  static final class Damaged extends Exception {
    private static final long serialVersionUID = 1L;

    Damaged(String message) {
      super(message);
    }
  }

  /** Writes it. */
  static String write(RememberedMesh mesh) {
    Map<PublicKey, Map<String, List<Object>>> peers = new LinkedHashMap<>();
    for (RememberedMesh.Known known : mesh.facts()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      String list = write(known.fact().value(), entry);
      entry.put("age", known.age().toSeconds());
      peers
          .computeIfAbsent(known.fact().subject(), key -> new LinkedHashMap<>())
          .computeIfAbsent(list, key -> new ArrayList<>())
          .add(entry);
    }
    mesh.lent()
        .forEach(
            (key, networks) ->
                peers
                    .computeIfAbsent(key, added -> new LinkedHashMap<>())
                    .put(LENT, networks.stream().<Object>map(Cidr::toString).sorted().toList()));
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("version", VERSION);
    object.put("key", mesh.self().toString());
    object.put("saved", mesh.savedAt().truncatedTo(ChronoUnit.SECONDS).toString());
    List<Object> entries = new ArrayList<>();
    peers.forEach(
        (key, lists) -> {
          Map<String, Object> peer = new LinkedHashMap<>();
          peer.put("key", key.toString());
          for (String list : List.of(MEMBERSHIPS, NETWORKS, ENDPOINTS, LENT)) {
            if (lists.containsKey(list)) {
              peer.put(list, lists.get(list));
            }
          }
          entries.add(peer);
        });
    object.put("peers", entries);
    try {
      return JsonText.lines(object);
    } catch (IOException e) {
      throw new AssertionError("a text in memory can be written", e);
    }
  }

  /** Puts a value into an entry, and says to which list that belongs. */
  private static String write(FactValue value, Map<String, Object> entry) {
    return switch (value) {
      case FactValue.Membership(MemberMetadata metadata) -> {
        write(metadata, entry);
        yield MEMBERSHIPS;
      }
      case FactValue.AllowedCidr(Cidr cidr) -> {
        entry.put("network", cidr.toString());
        yield NETWORKS;
      }
      case FactValue.AtEndpoint(Endpoint endpoint) -> {
        entry.put("endpoint", endpoint.toString());
        yield ENDPOINTS;
      }
      case FactValue.Alive alive -> throw new AssertionError("nobody remembers this");
      case FactValue.Member member -> throw new AssertionError("nobody remembers this");
    };
  }

  private static void write(MemberMetadata metadata, Map<String, Object> entry) {
    Map<String, Object> more = new LinkedHashMap<>();
    metadata
        .entries()
        .forEach(
            (key, value) -> {
              byte[] bytes = value.getBytes(ISO_8859_1);
              switch (key) {
                case MemberMetadata.NAME -> entry.put(NAME, new String(bytes, UTF_8));
                case MemberMetadata.BASIC -> entry.put(BASIC, metadata.isBasic());
                default -> more.put(key.toString(), Base64.getEncoder().encodeToString(bytes));
              }
            });
    if (!more.isEmpty()) {
      entry.put("more", more);
    }
  }

  /**
   * Reads it. Keys that are not known are ignored, for later versions.
   *
   * @throws Damaged if it is not what {@link #write} may have written
   */
  static RememberedMesh read(byte[] text) throws Damaged {
    try {
      Map<?, ?> object = map(JSON.std.anyFrom(text));
      if (!Integer.valueOf(VERSION).equals(object.get("version"))) {
        throw new Damaged("it is of version " + object.get("version") + ", and not " + VERSION);
      }
      List<RememberedMesh.Known> facts = new ArrayList<>();
      Map<PublicKey, Set<Cidr>> lent = new HashMap<>();
      for (Object peer : list(object.get("peers"))) {
        readPeer(map(peer), facts, lent);
      }
      Instant saved = Instant.parse(string(object.get("saved")));
      return new RememberedMesh(PublicKey.parse(string(object.get("key"))), saved, facts, lent);
    } catch (IOException e) {
      // What the parser says repeats pieces of the file, which may be anything.
      throw new Damaged("it is not JSON");
    } catch (DateTimeException | IllegalArgumentException | ClassCastException e) {
      throw new Damaged("what it says means nothing");
    }
  }

  private static void readPeer(
      Map<?, ?> peer, List<RememberedMesh.Known> facts, Map<PublicKey, Set<Cidr>> lent) {
    PublicKey key = PublicKey.parse(string(peer.get("key")));
    for (Object each : list(peer.get(MEMBERSHIPS))) {
      facts.add(known(Fact.member(key, metadata(map(each))), map(each)));
    }
    for (Object each : list(peer.get(NETWORKS))) {
      Cidr network = Cidr.parse(string(map(each).get("network")));
      facts.add(known(Fact.allowedCidr(key, network), map(each)));
    }
    for (Object each : list(peer.get(ENDPOINTS))) {
      Endpoint endpoint = Endpoint.parse(string(map(each).get("endpoint")));
      facts.add(known(Fact.endpoint(key, endpoint), map(each)));
    }
    for (Object each : list(peer.get(LENT))) {
      lent.computeIfAbsent(key, added -> new HashSet<>()).add(Cidr.parse(string(each)));
    }
  }

  private static RememberedMesh.Known known(Fact fact, Map<?, ?> entry) {
    if (!(entry.get("age") instanceof Integer age)) {
      throw new IllegalArgumentException("there is no age");
    }
    return new RememberedMesh.Known(fact, Duration.ofSeconds(age));
  }

  private static MemberMetadata metadata(Map<?, ?> entry) {
    TreeMap<Integer, String> entries = new TreeMap<>();
    if (entry.get("more") != null) {
      map(entry.get("more"))
          .forEach(
              (key, value) ->
                  entries.put(
                      Integer.parseInt(string(key)),
                      new String(Base64.getDecoder().decode(string(value)), ISO_8859_1)));
    }
    if (entry.get(NAME) != null) {
      entries.put(
          MemberMetadata.NAME, new String(string(entry.get(NAME)).getBytes(UTF_8), ISO_8859_1));
    }
    if (entry.get(BASIC) instanceof Boolean basic) {
      entries.put(MemberMetadata.BASIC, basic ? "\1" : "\0");
    }
    return new MemberMetadata(entries);
  }

  private static String string(@Nullable Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("this is no text");
  }

  private static Map<?, ?> map(@Nullable Object value) {
    if (value instanceof Map<?, ?> members) {
      return members;
    }
    throw new IllegalArgumentException("this is no object");
  }

  private static List<?> list(@Nullable Object value) {
    return switch (value) {
      case null -> List.of();
      case List<?> elements -> elements;
      default -> throw new IllegalArgumentException("this is no array");
    };
  }
}
