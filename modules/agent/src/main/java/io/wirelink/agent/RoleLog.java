package io.wirelink.agent;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what this host is to the others, when that has become another thing. */
record RoleLog(Mesh mesh) {

  private static final Logger log = LoggerFactory.getLogger(RoleLog.class);

  void changed() {
    log.info("This host is a {}", mesh.isSelfRouter() ? "router" : "leaf");
  }
}
