package io.wirelink.command;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A shell for commands, and the agents that they ask. */
abstract class AskedAgents {
  @TempDir private Path folder;
  Shell shell;
  Agents agents;

  @BeforeEach
  final void openTheShell() {
    shell = new Shell(folder);
    agents = new Agents(shell);
  }

  @AfterEach
  final void closeServers() {
    agents.close();
  }
}
