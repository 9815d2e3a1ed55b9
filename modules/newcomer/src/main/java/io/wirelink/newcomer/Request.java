package io.wirelink.newcomer;

import io.wirelink.device.IpAddress;
import io.wirelink.device.PublicKey;
import io.wirelink.gossip.Opened;
import io.wirelink.gossip.Sealer;
import io.wirelink.invitation.InvitationLine;
import io.wirelink.invitation.JoinMessage;
import io.wirelink.invitation.RouterEndpoint;
import java.io.IOException;
import java.security.InvalidKeyException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a newcomer asks the router for, through the tunnel of the one-time key.
 *
 * @param host where it is
 * @param line its invitation
 * @param interfaceName its tunnel
 */
record Request(NewcomerHost host, InvitationLine line, String interfaceName) {

  /** How long an answer is waited for until it is asked again. */
  private static final Duration AGAIN = Duration.ofSeconds(1);

  /**
   * How often an endpoint is asked before it is the turn of the next: WireGuard tries a handshake
   * again after 5 s, and one that got lost is no sign that nobody is there.
   */
  private static final int TRIES = 7;

  /** How often all of them are gone through. */
  private static final int ROUNDS = 3;

  /**
   * What the router said.
   *
   * @param answer that this host is welcome, with all that follows
   * @param endpoint where it said so
   */
  record Answered(JoinMessage.Answer answer, RouterEndpoint endpoint) {}

  /**
   * Asks for a key of this host until it is answered.
   *
   * @throws JoinFailure if the router refuses, or says nothing
   */
  Answered ask(PublicKey own) throws InterruptedException {
    IpAddress address = line.oneTimeKey().publicKey().linkLocalAddress();
    Sealer sealer = new Sealer(line.oneTimeKey(), host.random());
    try (RouterMail mail = host.mail().open(interfaceName, address, line.port())) {
      for (int round = 0; round < ROUNDS; round++) {
        for (RouterEndpoint endpoint : line.endpoints()) {
          if (goTo(endpoint, round)) {
            JoinMessage.Answer answer = askThere(mail, sealer, own);
            if (answer != null) {
              return new Answered(answer, endpoint);
            }
          }
        }
      }
    } catch (IOException | InvalidKeyException e) {
      throw new JoinFailure("the router cannot be asked: " + e.getMessage());
    }
    throw new JoinFailure(unanswered());
  }

  /** Sends the tunnel to an endpoint, and says whether that can be. */
  private boolean goTo(RouterEndpoint endpoint, int round)
      throws IOException, InterruptedException {
    boolean there = round == 0 && endpoint.equals(line.endpoints().getFirst());
    return there
        || host.programs()
                .run(
                    List.of(
                        "wg",
                        "set",
                        interfaceName,
                        "peer",
                        line.router().toString(),
                        "endpoint",
                        endpoint.toString()))
                .exitCode()
            == 0;
  }

  private JoinMessage.@Nullable Answer askThere(RouterMail mail, Sealer sealer, PublicKey own)
      throws InterruptedException, InvalidKeyException {
    byte[] inner = new JoinMessage.Request(own).inner();
    for (int i = 0; i < TRIES; i++) {
      mail.send(line.router().linkLocalAddress(), sealer.seal(line.router(), inner));
      Optional<byte[]> packet = mail.receive(AGAIN);
      while (packet.isPresent()) {
        if (sealer.open(packet.get(), line.router()::equals)
                instanceof Opened.Accepted(var sender, byte[] said)
            && JoinMessage.in(said).orElse(null) instanceof JoinMessage.Answer answer
            && answer.key().equals(own)) {
          return welcomed(answer);
        }
        // It is for somebody else who has the same line.
        packet = mail.receive(Duration.ZERO);
      }
    }
    return null;
  }

  private static JoinMessage.Answer welcomed(JoinMessage.Answer answer) {
    return switch (answer.verdict()) {
      case WELCOME -> {
        if (answer.addresses().isEmpty() || answer.networks().isEmpty()) {
          throw new JoinFailure("the router lets this host in, and gives it no addresses");
        }
        yield answer;
      }
      case USED ->
          throw new JoinFailure(
              "another host has come by this invitation: ask for a new one, and have that host"
                  + " looked at if nobody knows it");
      case OVER ->
          throw new JoinFailure("the invitation has expired or was taken back: ask for a new one");
      case UNUSABLE_KEY ->
          throw new JoinFailure(
              "the router knows the key that this host has made already: try again");
    };
  }

  private String unanswered() {
    String where =
        line.endpoints().stream().map(RouterEndpoint::toString).collect(Collectors.joining(", "));
    String why =
        host.clock().instant().isAfter(line.expires())
            ? "by the clock of this host the invitation has expired, at " + line.expires()
            : "it is not reached from here, or the invitation was used or taken back";
    return "the router does not answer at " + where + ": " + why;
  }
}
