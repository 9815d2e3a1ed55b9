package io.wirelink.command;

import io.wirelink.agent.AgentConfig;
import io.wirelink.agent.HostPort;
import io.wirelink.config.BasicSetup;
import io.wirelink.config.ConfigException;
import io.wirelink.config.EffectiveConfig;
import io.wirelink.config.KnownPeers;
import io.wirelink.config.SettingValues;
import io.wirelink.config.Settings;
import io.wirelink.config.WgQuickFile;
import io.wirelink.control.ControlSocket;
import io.wirelink.device.DeviceException;
import io.wirelink.device.HostNetwork;
import io.wirelink.device.PrivateKey;
import io.wirelink.device.PublicKey;
import io.wirelink.device.WireGuard;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Writes the configuration of a host that runs no agent. */
@Command(
    name = "for-basic",
    description = {
      "Print a plain WireGuard file for a host without an agent.",
      "",
      "It is for wg-quick and the applications for phones. The host is one that is configured here"
          + " with \"Basic\": true, or of which the mesh says so. It reaches all of the mesh by"
          + " this host, if that is a router, or else by the routers that are known here. No agent"
          + " need run; one that runs knows more.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  wirelink config for-basic phone > phone.conf",
      "  wirelink config for-basic phone --private-key phone.key --qr",
      "  wirelink config for-basic phone --endpoint vpn.example.org:51820",
    })
final class ConfigForBasicCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private ConfigCommand config;

  @Parameters(
      index = "0",
      paramLabel = "PEER",
      description = "Its name or public key, or how one of them begins, if no other does so.")
  private String peer = "";

  @Mixin private InterfaceParameter interfaceParameter;

  @Option(
      names = "--private-key",
      paramLabel = "FILE",
      description =
          "Put its private key in, from a file or, with -, from standard input; a place is left for"
              + " it otherwise.")
  private @Nullable String privateKey;

  @Option(
      names = "--endpoint",
      paramLabel = "HOST:PORT",
      description =
          "Where it reaches the router; what is configured, or else a public address, if left out.")
  private @Nullable String endpoint;

  @Option(
      names = "--qr",
      description = "Draw the file as a QR code for a camera; needs the private key.")
  private boolean qr;

  @Override
  public Integer call() throws ConfigException, DeviceException {
    if (qr && privateKey == null) {
      throw wrong("--qr needs --private-key: a phone takes no file without it.");
    }
    HostPort reached = endpoint == null ? null : endpoint(endpoint);
    Surroundings around = config.surroundings();
    String name = interfaceParameter.toAsk(around);
    BasicSetup setup = setup(name, around);
    PublicKey key = setup.find(peer);
    WgQuickFile file = setup.fileOf(key, privateKey(key, around), reached);
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        qr
            ? QrText.of(file.terse(), around.terminal().wantsColour(around.variables()))
            : file.text());
    out.flush();
    return CommandFailure.DONE;
  }

  private static BasicSetup setup(String name, Surroundings around)
      throws ConfigException, DeviceException {
    AgentConfig config = EffectiveConfig.load(name, Settings.NONE, around.variables()).agent();
    KnownPeers known = new KnownPeers().addConfigured(config.peers());
    if (new ControlSocket(around.runDirectory(), name).state() == ControlSocket.State.LIVE) {
      known.addFacts(ConfigExportCommand.facts(name, around));
    }
    try (HostNetwork network = around.backends().network();
        WireGuard device = around.backends().open(network, name)) {
      return new BasicSetup(config, device.read(), network.interfaces(), known);
    }
  }

  private HostPort endpoint(String text) {
    try {
      return SettingValues.endpoint(text);
    } catch (IllegalArgumentException e) {
      throw wrong("--endpoint: " + e.getMessage() + ".");
    }
  }

  /** The private key as it is written, when it is the right one. */
  private @Nullable String privateKey(PublicKey owner, Surroundings around) {
    if (privateKey == null) {
      return null;
    }
    KeyFile file = new KeyFile(privateKey, CommandFailure.FAILED);
    String key = file.read(around.input());
    PublicKey half = PrivateKey.parse(key).publicKey();
    if (!half.equals(owner)) {
      throw file.unusable("it belongs to " + half + ", and the peer is " + owner);
    }
    return key;
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }
}
