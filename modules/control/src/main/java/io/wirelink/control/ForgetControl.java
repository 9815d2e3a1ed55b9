package io.wirelink.control;

import io.wirelink.agent.AgentView;
import io.wirelink.agent.RunnableAgent;
import io.wirelink.device.PublicKey;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * Forgets what was learned about a peer.
 *
 * @param agent who forgets
 * @param reload knows which peers are configured
 */
public record ForgetControl(RunnableAgent agent, Reload reload) implements ControlCommand {
  public static final String NAME = "forget";
  public static final String PEER = "peer";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<String> parameters() {
    return List.of(PEER);
  }

  @Override
  public ControlAnswer answer(ControlParameters parameters)
      throws ControlException, InterruptedException, TimeoutException {
    AgentView view = agent.view();
    PublicKey peer = PeerChoice.in(view, parameters.required(PEER));
    if (peer.equals(view.self())) {
      throw new ControlException(
          ControlException.Kind.PARAMETER, "this is the host itself, which cannot be forgotten");
    }
    boolean configured = reload.current().agent().peers().containsKey(peer);
    RunnableAgent.Forgotten forgotten = agent.forget(peer);
    return json -> {
      json.writeFieldName("peer");
      FactJson.writePeer(json, view, peer);
      json.writeNumberField("facts", forgotten.facts());
      json.writeBooleanField("on_device", forgotten.onDevice());
      json.writeBooleanField("removed", forgotten.removed());
      json.writeBooleanField("configured", configured);
    };
  }
}
