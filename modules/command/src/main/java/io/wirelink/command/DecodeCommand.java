package io.wirelink.command;

import io.wirelink.device.PrivateKey;
import io.wirelink.gossip.Sealer;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Shows what agents say to each other, from lines of hex. */
@Command(
    name = "decode",
    description = {
      "Decode what agents say to each other.",
      "",
      "Reads lines of hex from standard input, each the inner bytes of a packet (all behind its"
          + " tag), and writes a line of JSON for each: the facts and the bytes that they are"
          + " encoded to again, or why they are none.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  wirelink decode < facts.hex",
      "  wirelink decode --packet --private-key-file private.key < packets.hex",
    })
final class DecodeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @ParentCommand private WirelinkCommand wirelink;

  @Option(
      names = "--packet",
      description =
          "The lines are whole packets: open them with the private key of their recipient.")
  private boolean packet;

  @Option(
      names = "--private-key-file",
      paramLabel = "FILE",
      description = "Holds the private key of the packets' recipient, as 'wg genkey' writes it.")
  private @Nullable String privateKeyFile;

  @Override
  public Integer call() throws IOException {
    if (packet != (privateKeyFile != null)) {
      throw new ParameterException(
          spec.commandLine(), "--packet and --private-key-file only work together");
    }
    InputStream input = wirelink.surroundings().input();
    new HexDecoder(opener(input)).decode(input, spec.commandLine().getOut());
    return CommandFailure.DONE;
  }

  private @Nullable Sealer opener(InputStream input) {
    if (privateKeyFile == null) {
      return null;
    }
    String key = new KeyFile(privateKeyFile, CommandFailure.WRONG_USAGE).read(input);
    return new Sealer(PrivateKey.parse(key), new SecureRandom());
  }
}
