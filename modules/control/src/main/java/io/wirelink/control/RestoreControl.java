package io.wirelink.control;

import io.wirelink.agent.KeptRemoval;
import io.wirelink.agent.RemovalRefusedException;
import io.wirelink.agent.RemovalView;
import io.wirelink.agent.RunnableAgent;
import io.wirelink.device.PublicKey;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;

/**
 * Lets a host back that was removed from the mesh.
 *
 * @param agent who decides on that
 */
public record RestoreControl(RunnableAgent agent) implements ControlCommand {
  public static final String NAME = "restore";
  public static final String WHOM = "peer";

  /** The field that says whether the peer is on this host's device again. */
  public static final String ON_DEVICE = "on_device";

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
    Map<PublicKey, String> names = new TreeMap<>();
    Set<PublicKey> hadNetworks = new TreeSet<>();
    for (RemovalView each : agent.removals()) {
      if (each.removal().record().removed()) {
        KeptRemoval removal = each.removal();
        names.put(removal.record().subject(), removal.name());
        if (!removal.networks().isEmpty()) {
          hadNetworks.add(removal.record().subject());
        }
      }
    }
    PublicKey key = PeerChoice.in(names, parameters.required(WHOM));
    boolean onDevice = hadNetworks.contains(key);
    try {
      agent.letBack(key);
    } catch (RemovalRefusedException e) {
      throw new ControlException(ControlException.Kind.FAILED, String.valueOf(e.getMessage()));
    }
    return json -> {
      json.writeFieldName(WHOM);
      FactJson.writePeer(json, key, names.getOrDefault(key, ""));
      json.writeBooleanField(ON_DEVICE, onDevice);
    };
  }
}
