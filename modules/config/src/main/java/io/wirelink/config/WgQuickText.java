package io.wirelink.config;

import io.wirelink.device.Cidr;
import io.wirelink.device.PublicKey;
import io.wirelink.text.Printable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The text of a file of wg-quick(8), to which sections of peers are added with a mark, and from
 * which those with the mark are taken out. Nothing else of it changes.
 *
 * @param text a character for each byte of the file, which may be in any encoding
 */
record WgQuickText(String text) {

  /** How the comment in a section ends that was added here. */
  static final String MARK = ", by wirelink invites --save";

  private static final String KEY = "publickey";

  /** The lines of a section: from its heading on to before the next one. */
  private record Section(int from, int to) {}

  /** Whether there is a section of a peer, with the mark or without. */
  boolean has(PublicKey peer) {
    List<String> lines = lines();
    return sections(lines).stream()
        .flatMap(each -> lines.subList(each.from(), each.to()).stream())
        .anyMatch(line -> isKeyOf(bare(line), peer));
  }

  /**
   * The same with a section of a peer at the end, unless there is one. A marked section of the same
   * name with another key is what this peer had before, and goes.
   */
  WgQuickText with(String name, PublicKey peer, Collection<Cidr> routes) {
    if (has(peer)) {
      return this;
    }
    String mark = bytes("# " + Printable.of(name) + MARK);
    WgQuickText others =
        without(section -> section.stream().map(String::strip).anyMatch(mark::equals));
    String allowedIps =
        new TreeSet<>(routes).stream().map(Cidr::toString).collect(Collectors.joining(", "));
    String section =
        "\n[Peer]\n%s\nPublicKey = %s\nAllowedIPs = %s\n".formatted(mark, peer, allowedIps);
    String before = others.text();
    return new WgQuickText(
        before + (before.isEmpty() || before.endsWith("\n") ? "" : "\n") + section);
  }

  /** A character for each byte of a text. */
  private static String bytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /** The same without the sections of a peer that have the mark. */
  WgQuickText without(PublicKey peer) {
    return without(section -> section.stream().anyMatch(line -> isKeyOf(bare(line), peer)));
  }

  private WgQuickText without(Predicate<List<String>> which) {
    List<String> lines = new ArrayList<>(lines());
    for (Section each : sections(lines).reversed()) {
      List<String> section = lines.subList(each.from(), each.to());
      if (section.stream().anyMatch(WgQuickText::isMark) && which.test(section)) {
        // Comments behind its last setting are about what follows.
        int length = each.to() - each.from();
        while (!isMark(section.get(length - 1)) && bare(section.get(length - 1)).isEmpty()) {
          length--;
        }
        boolean blankBefore = each.from() > 0 && lines.get(each.from() - 1).isBlank();
        lines.subList(each.from() - (blankBefore ? 1 : 0), each.from() + length).clear();
      }
    }
    return new WgQuickText(String.join("\n", lines));
  }

  private List<String> lines() {
    return Arrays.asList(text.split("\n", -1));
  }

  private static boolean isMark(String line) {
    return line.strip().startsWith("#") && line.strip().endsWith(MARK);
  }

  /** A line without its comment. */
  private static String bare(String line) {
    return line.replaceAll("#.*", "").strip();
  }

  private static List<Section> sections(List<String> lines) {
    List<Section> found = new ArrayList<>();
    int from = -1;
    for (int i = 0; i <= lines.size(); i++) {
      if (i == lines.size() || bare(lines.get(i)).startsWith("[")) {
        if (from >= 0) {
          found.add(new Section(from, i));
        }
        from = i;
      }
    }
    return found;
  }

  /** Whether a line without its comment says that a section is that of a peer. */
  private static boolean isKeyOf(String line, PublicKey peer) {
    int equals = line.indexOf('=');
    return equals > 0
        && line.substring(0, equals).strip().toLowerCase(Locale.ROOT).equals(KEY)
        && line.substring(equals + 1).strip().equals(peer.toString());
  }
}
