package io.wirelink.control;

import io.wirelink.agent.PeerStory;
import io.wirelink.agent.RunnableAgent;
import io.wirelink.device.Cidr;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PublicKey;
import io.wirelink.diagnosis.Cause;
import io.wirelink.diagnosis.Diagnosis;
import io.wirelink.diagnosis.WhyAnswer;
import io.wirelink.diagnosis.WhyJson;
import io.wirelink.diagnosis.WhyKeys;
import io.wirelink.diagnosis.WhyText;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Answers why a peer is not reached directly.
 *
 * @param agent who is asked
 * @param zone the time zone of the times in sentences
 */
public record WhyControl(RunnableAgent agent, ZoneId zone) implements ControlCommand {
  public static final String NAME = "why";

  /** Whom it is about: a name, a key, or the beginning of one. */
  public static final String PEER = "peer";

  /** Whether it has answered a ping; a client that can send one says so. */
  public static final String ANSWERS_PING = "answers_ping";

  /** Where a ping helps, in an answer: the address. */
  public static final String PING = "ping";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<String> parameters() {
    return List.of(PEER, ANSWERS_PING);
  }

  @Override
  public ControlAnswer answer(ControlParameters parameters)
      throws ControlException, InterruptedException, TimeoutException {
    PublicKey key = find(parameters.required(PEER));
    Boolean answersPing = flag(parameters.optional(ANSWERS_PING));
    PeerStory story = agent.story(key);
    Diagnosis diagnosis = Diagnosis.of(story, answersPing);
    WhyKeys keys = WhyKeys.of(key, agent.rotations());
    WhyAnswer answer = keys.addTo(WhyText.of(story, diagnosis, answersPing, zone), zone);
    return json -> {
      Optional<IpAddress> ping = answersPing == null ? toPing(story, diagnosis) : Optional.empty();
      if (ping.isPresent()) {
        json.writeStringField(PING, ping.get().toString());
      }
      keys.write(json);
      WhyJson.write(json, story, diagnosis, answer);
    };
  }

  /** A key that nobody knows is an answer too: that it was never seen. */
  private PublicKey find(String word)
      throws ControlException, InterruptedException, TimeoutException {
    Map<PublicKey, String> names = agent.knownNames();
    try {
      PublicKey key = PublicKey.parse(word);
      return names.containsValue(word) ? PeerChoice.in(names, word) : key;
    } catch (IllegalArgumentException e) {
      return PeerChoice.in(names, word);
    }
  }

  private static @Nullable Boolean flag(Optional<String> text) throws ControlException {
    return switch (text.orElse("")) {
      case "" -> null;
      case "true" -> Boolean.TRUE;
      case "false" -> Boolean.FALSE;
      default ->
          throw new ControlException(
              ControlException.Kind.PARAMETER, "\"" + ANSWERS_PING + "\" is true or false");
    };
  }

  /**
   * The address of the peer in the tunnel, if it is worth knowing whether it answers by the router:
   * who answers is there, and what lacks is the direct path.
   */
  private static Optional<IpAddress> toPing(PeerStory story, Diagnosis diagnosis) {
    boolean doubtful =
        diagnosis.cause() == Cause.OFFLINE
            || diagnosis.cause() == Cause.UDP_BLOCKED
            || diagnosis.cause() == Cause.SYMMETRIC_NAT
            || diagnosis.cause() == Cause.STILL_TRYING;
    boolean byRouter = story.routers().stream().anyMatch(PeerStory.Router::healthy);
    boolean routedHere = story.device() != null && !story.device().allowedIps().isEmpty();
    if (!doubtful
        || !byRouter
        || routedHere
        || diagnosis.certain() && diagnosis.cause() == Cause.OFFLINE) {
      return Optional.empty();
    }
    return story.networks().believed().stream()
        .filter(Cidr::isHost)
        .map(Cidr::address)
        .sorted()
        .findFirst();
  }
}
