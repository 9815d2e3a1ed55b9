package io.wirelink.newcomer;

import io.wirelink.agent.HostPort;
import io.wirelink.config.NewFile;
import io.wirelink.config.WgQuickFile;
import io.wirelink.device.Cidr;
import io.wirelink.device.IpAddress;
import io.wirelink.device.PublicKey;
import io.wirelink.invitation.InvitationLine;
import io.wirelink.invitation.JoinMessage;
import io.wirelink.invitation.RouterEndpoint;
import io.wirelink.text.FileFailures;
import io.wirelink.text.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;

/**
 * Brings a host into a mesh by a line (docs/joining.md). A failure leaves the host as it was, but
 * for the key that it has made; the same line leads on from there.
 */
public final class Newcomer {

  /** What keeps the NATs open that there may be (wg(8), "PersistentKeepalive"). */
  private static final int KEEPALIVE_SECONDS = 25;

  private static final String QUICK = "wg-quick";

  private final NewcomerHost host;
  private final InvitationLine line;
  private final String interfaceName;
  private final NewFile file;

  /**
   * A newcomer.
   *
   * @param interfaceName what its interface is to be called; a name that the kernel takes
   */
  public Newcomer(NewcomerHost host, InvitationLine line, String interfaceName) {
    this.host = host;
    this.line = line;
    this.interfaceName = interfaceName;
    this.file = new NewFile(host.folder().resolve(interfaceName + ".conf"));
  }

  /** Where the file of the interface is. */
  public Path file() {
    return file.path();
  }

  /**
   * Asks the router to be let in, and writes the file of the interface.
   *
   * @param progress is told what is being done, a sentence each
   * @return this host's addresses
   * @throws JoinFailure if that cannot be
   */
  public List<Cidr> join(Consumer<String> progress) throws InterruptedException {
    for (String program : List.of("wg", QUICK)) {
      if (!host.programs().has(program)) {
        throw new JoinFailure(
            "there is no " + program + " on this host: install the tools of WireGuard");
      }
    }
    if (host.hasInterface().test(interfaceName)) {
      throw new JoinFailure(
          "there is an interface " + interfaceName + " already: choose the name of another");
    }
    if (file.isTaken()) {
      throw new JoinFailure(
          file.path() + " is there already, and stays as it is: choose another interface");
    }
    if (!Files.isWritable(host.folder())) {
      throw new JoinFailure(host.folder() + " cannot be written: run this as root");
    }
    OwnKey key =
        OwnKey.of(host.folder(), interfaceName, line.oneTimeKey().publicKey(), host.random());
    Request.Answered answered = inTunnel(key.publicKey(), progress);
    file.write(fileOf(key, answered).text(), false);
    key.forget();
    return answered.answer().addresses();
  }

  private WgQuickFile fileOf(OwnKey key, Request.Answered answered) {
    JoinMessage.Answer answer = answered.answer();
    return new WgQuickFile(
        line.name(),
        key.publicKey(),
        key.base64(),
        answer.addresses(),
        listenPort(),
        List.of(
            new WgQuickFile.Peer(
                "",
                line.router(),
                hostPort(answered.endpoint()),
                answer.networks(),
                KEEPALIVE_SECONDS)));
  }

  /** The port for which that of all agents of the mesh is the one beside it. */
  private int listenPort() {
    return line.port() == 1 ? 0 : line.port() - 1;
  }

  private static HostPort hostPort(RouterEndpoint endpoint) {
    return new HostPort(endpoint.host(), endpoint.port());
  }

  /** Asks in a tunnel that has the one-time key, and is gone afterwards. */
  private Request.Answered inTunnel(PublicKey own, Consumer<String> progress)
      throws InterruptedException {
    try {
      Path folder = Files.createTempDirectory("wirelink");
      Path draft = folder.resolve(interfaceName + ".conf");
      try {
        new NewFile(draft).write(tunnel().terse(), false);
        run(List.of(QUICK, "up", draft.toString()));
        try (HostPrograms.Undo undo = host.programs().undoAtEnd(() -> takeDown(draft))) {
          progress.accept("Asking the router to be let in");
          return new Request(host, line, interfaceName).ask(own);
        } finally {
          run(List.of(QUICK, "down", draft.toString()));
        }
      } finally {
        Files.deleteIfExists(draft);
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      throw new JoinFailure("a file for the tunnel cannot be written: " + FileFailures.writing(e));
    }
  }

  /** Takes the tunnel down when the process is told to end, as by the keyboard. */
  private void takeDown(Path draft) {
    try {
      run(List.of(QUICK, "down", draft.toString()));
      Files.deleteIfExists(draft);
      Files.deleteIfExists(draft.getParent());
    } catch (InterruptedException | IOException | JoinFailure e) {
      // There is nobody left to tell.
    }
  }

  private WgQuickFile tunnel() {
    PublicKey half = line.oneTimeKey().publicKey();
    IpAddress address = half.linkLocalAddress();
    return new WgQuickFile(
        "",
        half,
        Base64.getEncoder().encodeToString(line.oneTimeKey().bytes()),
        List.of(new Cidr(address, 64)),
        0,
        List.of(
            new WgQuickFile.Peer(
                "",
                line.router(),
                hostPort(line.endpoints().getFirst()),
                List.of(Cidr.host(line.router().linkLocalAddress())),
                0)));
  }

  /**
   * Brings the interface up, and lets the agent run from now on, where systemd does that.
   *
   * @return what is left for the operator to run; nothing if all runs
   * @throws JoinFailure if that cannot be
   */
  public List<String> start() throws InterruptedException {
    if (host.hasSystemd()) {
      run(List.of("systemctl", "enable", "--now", QUICK + "@" + interfaceName));
      run(List.of("systemctl", "enable", "--now", "wl-quick@" + interfaceName));
      return List.of();
    }
    run(List.of(QUICK, "up", interfaceName));
    return List.of("wirelink run " + interfaceName);
  }

  /** What the operator has to run if {@link #start} does not. */
  public List<String> commands() {
    return host.hasSystemd()
        ? List.of("systemctl enable --now wg-quick@%1$s wl-quick@%1$s".formatted(interfaceName))
        : List.of(QUICK + " up " + interfaceName, "wirelink run " + interfaceName);
  }

  private void run(List<String> words) throws InterruptedException {
    String command = String.join(" ", words);
    try {
      HostPrograms.Ended ended = host.programs().run(words);
      if (ended.exitCode() != 0) {
        String last = ended.output().lines().reduce((first, second) -> second).orElse("no word");
        throw new JoinFailure(
            "'%s' has failed (%d): %s"
                .formatted(command, ended.exitCode(), Printable.of(last.strip())));
      }
    } catch (IOException e) {
      throw new JoinFailure("'" + command + "' cannot be run: " + e.getMessage());
    }
  }
}
