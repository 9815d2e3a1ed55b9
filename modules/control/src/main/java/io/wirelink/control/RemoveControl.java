package io.wirelink.control;

import static io.wirelink.control.ControlException.Kind.FAILED;

import io.wirelink.agent.RemovalRefusedException;
import io.wirelink.agent.RunnableAgent;
import io.wirelink.device.PublicKey;
import io.wirelink.invitation.Invitation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;

/**
 * Removes a host from the mesh, and takes back an invitation of its name.
 *
 * @param agent who decides on that
 * @param reload knows whether what is known is kept
 */
public record RemoveControl(RunnableAgent agent, Reload reload) implements ControlCommand {
  public static final String NAME = "remove";
  public static final String WHOM = "peer";

  /** The field that says whether the host was not removed before. */
  public static final String NEWS = "news";

  /** The field with the name of an invitation that is taken back; empty if there is none. */
  public static final String INVITATION = "invitation";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<String> parameters() {
    return List.of(WHOM);
  }

  @Override
  public ControlAnswer answer(ControlParameters parameters)
      throws ControlException, InterruptedException, TimeoutException {
    String word = parameters.required(WHOM);
    Map<PublicKey, String> names = new TreeMap<>(agent.knownNames());
    Optional<Invitation> open =
        agent.invitations().stream()
            .filter(each -> each.joined() == null && each.name().equals(word))
            .findFirst();
    PublicKey key =
        open.isPresent() && !names.containsValue(word) ? null : PeerChoice.keyOrKnown(names, word);
    boolean news = key != null && remove(key);
    if (open.isPresent()) {
      agent.takeBack(word);
    }
    return json -> {
      json.writeFieldName(WHOM);
      if (key == null) {
        json.writeNull();
      } else {
        FactJson.writePeer(json, key, names.getOrDefault(key, ""));
      }
      json.writeBooleanField(NEWS, news);
      json.writeStringField(INVITATION, open.map(Invitation::name).orElse(""));
    };
  }

  private boolean remove(PublicKey key)
      throws ControlException, InterruptedException, TimeoutException {
    if (!reload.current().state()) {
      throw new ControlException(
          FAILED, "no state is kept on this host, and who is removed would be back with a restart");
    }
    try {
      return agent.remove(key);
    } catch (RemovalRefusedException e) {
      throw new ControlException(FAILED, String.valueOf(e.getMessage()));
    }
  }
}
