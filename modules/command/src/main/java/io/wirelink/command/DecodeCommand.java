package io.wirelink.command;

import io.wirelink.device.PrivateKey;
import io.wirelink.gossip.Sealer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
  /** More than a key and all blanks that somebody may have put around it. */
  private static final int MAX_KEY_FILE_BYTES = 1024;

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
  private @Nullable Path privateKeyFile;

  @Override
  public Integer call() throws IOException {
    if (packet != (privateKeyFile != null)) {
      throw new ParameterException(
          spec.commandLine(), "--packet and --private-key-file only work together");
    }
    Sealer opener =
        privateKeyFile == null ? null : new Sealer(privateKey(privateKeyFile), new SecureRandom());
    new HexDecoder(opener).decode(wirelink.surroundings().input(), spec.commandLine().getOut());
    return CommandFailure.DONE;
  }

  private static PrivateKey privateKey(Path file) {
    try (InputStream stream = Files.newInputStream(file)) {
      byte[] bytes = stream.readNBytes(MAX_KEY_FILE_BYTES);
      return PrivateKey.parse(new String(bytes, StandardCharsets.ISO_8859_1).strip());
    } catch (IllegalArgumentException e) {
      throw unusable(file, "holds no private key: write one into it as 'wg genkey' prints it");
    } catch (NoSuchFileException e) {
      throw unusable(file, "does not exist: name the file with the recipient's private key");
    } catch (AccessDeniedException e) {
      throw unusable(file, "may not be read by this process: run it as root, or as the owner");
    } catch (IOException e) {
      throw unusable(file, "cannot be read (" + e.getMessage() + ")");
    }
  }

  private static CommandFailure unusable(Path file, String why) {
    return new CommandFailure(CommandFailure.WRONG_USAGE, file + " " + why);
  }
}
