package io.wirelink.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What bash and zsh make of a line that somebody begins to type, on a host whose agent runs. */
class CompletionIT {
  private static final Path TYPING = Path.of("src", "test", "resources", "completion");
  private static final Path SHARE = Lab.IMAGE.resolve("share");
  private static final String BASH =
      SHARE.resolve("bash-completion/completions/wirelink").toString();

  private static Lab lab;

  @BeforeAll
  static void startAgents() {
    lab = Lab.lan(1);
    String config =
        """
        { "peers": [ { "PublicKey": "%s", "Name": "router" }, { "PublicKey": "%s", "Name": "$(id)" } ] }
        """
            .formatted(lab.key("router"), lab.key("leaf1"));
    lab.execWith(config, "leaf1", "tee", "/etc/wireguard/wirelink.wg0.json").done();
    lab.start();
    lab.within("the agent knows something", () -> !lab.facts("leaf1").isEmpty());
  }

  @AfterAll
  static void removeLab() {
    if (lab != null) {
      lab.close();
    }
  }

  private static List<String> bash(String... words) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("bash", typing("complete.bash"), BASH));
    command.addAll(List.of(words));
    return lab.exec("leaf1", command.toArray(String[]::new)).done().out().lines().toList();
  }

  private static String zsh(String line) {
    String folder = SHARE.resolve("zsh/vendor-completions").toString();
    String typed =
        lab.exec("leaf1", "zsh", "-f", typing("complete.zsh"), folder, line).done().out();
    return typed.stripTrailing();
  }

  private static String typing(String file) {
    return TYPING.resolve(file).toAbsolutePath().toString();
  }

  @Test
  void bashCompletesCommandsAndTheirSubcommands() {
    assertEquals(List.of("facts"), bash("wirelink", "fac"));
    assertEquals(List.of("show"), bash("wirelink", "config", "sho"));
    assertEquals(List.of(""), bash("wirelink", "no-such-"));
  }

  @Test
  void bashCompletesTheInterfaceOfAnAgent() {
    assertEquals(List.of("wg0"), bash("wirelink", "facts", ""));
    assertEquals(List.of("wg0"), bash("wirelink", "facts", "--json", ""));
    assertEquals(List.of("wg0"), bash("wirelink", "address", "--iface", ""));
    assertEquals(List.of("wg0"), bash("wirelink", "address", "--iface", "=", "w"));
    assertEquals(List.of(""), bash("wirelink", "facts", "wg0", ""));
  }

  @Test
  void aNameIsNeverTakenForMoreThanAName() {
    lab.exec("leaf1", "touch", "/run/wirelink/a$(id)*.sock").done();
    try {
      assertEquals(List.of("a\\$\\(id\\)\\*"), bash("wirelink", "facts", "a"));
      assertEquals(List.of("a\\$\\(id\\)\\*"), bash("wirelink", "facts", "a\\$"));
      assertEquals("wirelink facts a\\$\\(id\\)\\*", zsh("wirelink facts a"));
    } finally {
      lab.exec("leaf1", "rm", "/run/wirelink/a$(id)*.sock").done();
    }
  }

  @Test
  void bashCompletesOptionsAndTheirWords() {
    assertEquals(List.of("--json"), bash("wirelink", "facts", "--js"));
    assertEquals(List.of("true"), bash("wirelink", "run", "--router", "=", "t"));
    assertEquals(List.of("true"), bash("wirelink", "run", "--router", "t"));
    assertEquals(List.of(""), bash("wirelink", "run", "--port", ""));
  }

  @Test
  void aPeerGoesByItsNameOrElseByItsKey() {
    String peers = "source " + BASH + "; _wirelink_values peer | sort -u";
    assertEquals(
        List.of(lab.key("leaf1").toString(), "router").stream().sorted().toList(),
        lab.exec("leaf1", "bash", "-c", peers).done().out().lines().sorted().toList());
  }

  @Test
  void zshCompletesCommandsInterfacesAndOptions() {
    assertEquals("wirelink facts", zsh("wirelink fac"));
    assertEquals("wirelink config show", zsh("wirelink config sho"));
    assertEquals("wirelink facts wg0", zsh("wirelink facts "));
    assertEquals("wirelink address --iface=wg0", zsh("wirelink address --iface="));
    assertEquals("wirelink run --router=true", zsh("wirelink run --router=t"));
  }
}
