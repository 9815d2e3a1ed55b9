package io.wirelink.agent;

import io.wirelink.device.PublicKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what the operator asks of the running agent. */
record Controls(
    Mesh mesh,
    Outbox outbox,
    Rejections rejections,
    Recall recall,
    MeshMemory memory,
    Removal removal,
    Touched touched,
    Housekeeping housekeeping,
    Deadlines deadlines) {

  private static final Logger log = LoggerFactory.getLogger(Controls.class);

  void reconfigure(AgentConfig config, long now) {
    deadlines.hasten();
    boolean wasRouter = mesh.isSelfRouter();
    touched.addAll();
    touched.addConfigured();
    if (mesh.setConfig(config.following(mesh.removedKeys().successors()))) {
      rejections.forgetRemembered();
      outbox.newBootId(now);
    }
    touched.addConfigured();
    if (wasRouter != mesh.isSelfRouter()) {
      new RoleLog(mesh).changed();
    }
    recall.roleChanged(now);
    // Names that are new are resolved at once, and who is no member any more is looked at.
    housekeeping.hasten(now);
  }

  /** Says whether that is news. */
  boolean drain(boolean draining, long now) {
    deadlines.hasten();
    boolean news = outbox.setDraining(draining, now);
    if (news) {
      log.info(
          draining
              ? "Asking others to go by other routers, as told"
              : "Taking traffic of others again, as told");
    }
    return news;
  }

  void refresh(long now) {
    deadlines.hasten();
    log.info("Asking all peers for everything again, as told");
    outbox.newBootId(now);
    mesh.peers().forEach(peer -> peer.tries().beginAnew());
    touched.addAll();
  }

  RunnableAgent.Forgotten forget(PublicKey key, long now) {
    deadlines.hasten();
    RunnableAgent.Forgotten result = removal.forget(key, now);
    memory.forget(key);
    touched.add(key);
    outbox.newBootId(now);
    return result;
  }
}
