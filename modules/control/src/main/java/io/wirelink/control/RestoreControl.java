package io.wirelink.control;

import com.fasterxml.jackson.core.JsonGenerator;
import io.wirelink.agent.KeptRemoval;
import io.wirelink.agent.LetBack;
import io.wirelink.agent.RemovalRefusedException;
import io.wirelink.agent.RemovalView;
import io.wirelink.agent.RunnableAgent;
import io.wirelink.device.Cidr;
import io.wirelink.device.PublicKey;
import java.io.IOException;
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

  /** The field with what is routed to it again. */
  public static final String NETWORKS = "networks";

  /** The field with what was routed to it as well, and is somebody else's by now. */
  public static final String TAKEN = "taken";

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
    for (RemovalView each : agent.removals()) {
      KeptRemoval removal = each.removal();
      if (removal.record().removed()) {
        names.put(removal.record().subject(), removal.name());
      }
    }
    PublicKey key = PeerChoice.in(names, parameters.required(WHOM));
    LetBack back;
    try {
      back = agent.letBack(key);
    } catch (RemovalRefusedException e) {
      throw new ControlException(ControlException.Kind.FAILED, String.valueOf(e.getMessage()));
    }
    return json -> {
      json.writeFieldName(WHOM);
      FactJson.writePeer(json, key, names.getOrDefault(key, ""));
      json.writeBooleanField(ON_DEVICE, !back.networks().isEmpty());
      write(json, NETWORKS, back.networks());
      write(json, TAKEN, back.taken());
    };
  }

  private static void write(JsonGenerator json, String field, Set<Cidr> networks)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (Cidr each : new TreeSet<>(networks)) {
      json.writeString(each.toString());
    }
    json.writeEndArray();
  }
}
