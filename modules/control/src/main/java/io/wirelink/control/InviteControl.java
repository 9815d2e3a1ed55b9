package io.wirelink.control;

import io.wirelink.agent.InvitationWish;
import io.wirelink.agent.RunnableAgent;
import io.wirelink.device.Cidr;
import io.wirelink.device.IpAddress;
import io.wirelink.invitation.InvitationLine;
import io.wirelink.invitation.InvitationRefusedException;
import io.wirelink.invitation.Invitations;
import io.wirelink.invitation.RouterEndpoint;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Invites a host. The answer holds the line, by which anybody may come.
 *
 * @param agent who lets it in
 * @param reload knows whether what is known is kept
 */
public record InviteControl(RunnableAgent agent, Reload reload) implements ControlCommand {
  public static final String NAME = "invite";
  public static final String WHOM = "name";
  public static final String SECONDS = "seconds";
  public static final String ADDRESSES = "addresses";
  public static final String ENDPOINTS = "endpoints";

  /** {@code true} to have who comes written into wg-quick's file as well. */
  public static final String SAVE = "save";

  /** The field of the answer with the line. */
  public static final String LINE = "line";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<String> parameters() {
    return List.of(WHOM, SECONDS, ADDRESSES, ENDPOINTS, SAVE);
  }

  @Override
  public ControlAnswer answer(ControlParameters parameters)
      throws ControlException, InterruptedException, TimeoutException {
    InvitationWish wish =
        new InvitationWish(
            name(parameters.required(WHOM)),
            lasts(parameters.required(SECONDS)),
            all(parameters, ADDRESSES, IpAddress::parse),
            all(parameters, ENDPOINTS, InviteControl::endpoint),
            parameters.optional(SAVE).map(Boolean::parseBoolean).orElse(false));
    if (!reload.current().state()) {
      throw failed("no state is kept on this host, and who came would be lost with a restart");
    }
    // DNS does not tell them apart, and whom two names fit has neither.
    if (agent.knownNames().values().stream().anyMatch(wish.name()::equalsIgnoreCase)) {
      throw failed("somebody is called so already: choose another name");
    }
    InvitationLine line;
    try {
      line = agent.invite(wish);
    } catch (InvitationRefusedException e) {
      throw failed(String.valueOf(e.getMessage()));
    }
    return json -> {
      json.writeStringField(WHOM, line.name());
      json.writeStringField(LINE, line.text());
      json.writeStringField("expires", line.expires().toString());
      json.writeArrayFieldStart(ADDRESSES);
      for (Cidr each : line.addresses()) {
        json.writeString(each.toString());
      }
      json.writeEndArray();
      json.writeArrayFieldStart(ENDPOINTS);
      for (RouterEndpoint each : line.endpoints()) {
        json.writeString(each.toString());
      }
      json.writeEndArray();
    };
  }

  private static ControlException failed(String why) {
    return new ControlException(ControlException.Kind.FAILED, why);
  }

  private static String name(String name) throws ControlException {
    boolean fits = name.getBytes(StandardCharsets.UTF_8).length <= InvitationLine.MAX_NAME;
    if (name.isBlank() || !fits || name.chars().anyMatch(Character::isISOControl)) {
      throw wrong(WHOM, "a name is some text of at most 63 bytes");
    }
    return name;
  }

  private static Duration lasts(String seconds) throws ControlException {
    try {
      Duration lasts = Duration.ofSeconds(Long.parseLong(seconds));
      if (lasts.isPositive() && lasts.compareTo(Invitations.MAX_OPEN_FOR) <= 0) {
        return lasts;
      }
    } catch (NumberFormatException | ArithmeticException e) {
      // Said below.
    }
    throw wrong(SECONDS, "an invitation lasts for 1 s at least and for 31 d at most");
  }

  private static <T> List<T> all(
      ControlParameters parameters, String name, Function<String, T> parse)
      throws ControlException {
    String text = parameters.optional(name).orElse("");
    try {
      List<T> all = Stream.of(text.split(",")).filter(each -> !each.isEmpty()).map(parse).toList();
      if (all.size() <= InvitationLine.MAX_ENDPOINTS) {
        return all;
      }
    } catch (IllegalArgumentException e) {
      throw wrong(name, String.valueOf(e.getMessage()));
    }
    throw wrong(name, "there are more than four");
  }

  private static RouterEndpoint endpoint(String text) {
    int colon = text.lastIndexOf(':');
    String host = text.substring(0, Math.max(colon, 0)).replaceAll("^\\[(.*)]$", "$1");
    try {
      return new RouterEndpoint(host, Integer.parseInt(text.substring(colon + 1)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("an endpoint is HOST:PORT", e);
    }
  }

  private static ControlException wrong(String parameter, String why) {
    return new ControlException(ControlException.Kind.PARAMETER, parameter + ": " + why);
  }
}
