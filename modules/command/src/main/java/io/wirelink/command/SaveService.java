package io.wirelink.command;

import io.wirelink.newcomer.HostPrograms;
import io.wirelink.newcomer.NewcomerHost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What writes who came into wg-quick's file: not the agent, which may not, but a service that
 * systemd starts when the agent asks for it.
 *
 * @param host where that runs
 * @param interfaceName whose file it is
 */
record SaveService(NewcomerHost host, String interfaceName) {

  /**
   * Has systemd wait for the agent from now on, also after a restart of the host.
   *
   * @param name who is to come
   * @return what will be done, or what is left to do
   */
  String start(String name, Path file) throws InterruptedException {
    if (!host.hasSystemd()) {
      return byHand("No systemd runs here", name);
    }
    String unit = "wirelink-save@" + interfaceName + ".path";
    List<String> words = List.of("systemctl", "enable", "--now", unit);
    try {
      HostPrograms.Ended ended = host.programs().run(words);
      if (ended.exitCode() == 0) {
        return "When it has come, %s has it written into %s.".formatted(unit, file);
      }
      String last = ended.output().lines().reduce((first, second) -> second).orElse("no word");
      return byHand(
          "'%s' has failed (%d): %s"
              .formatted(String.join(" ", words), ended.exitCode(), last.strip()),
          name);
    } catch (IOException e) {
      return byHand("'%s' cannot be run".formatted(String.join(" ", words)), name);
    }
  }

  private String byHand(String why, String name) {
    return "%s: run 'wirelink invites %s --save' when %s has come."
        .formatted(why.replaceAll("\\.$", ""), interfaceName, name);
  }
}
