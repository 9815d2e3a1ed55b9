package io.wirelink.agent;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs whether this host is a router or a leaf, when that has changed. */
record RoleLog(Mesh mesh) {

  private static final Logger log = LoggerFactory.getLogger(RoleLog.class);

  void changed() {
    log.info("This host is a {}", mesh.isSelfRouter() ? "router" : "leaf");
  }
}
