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
    return !sections(lines(), peer).isEmpty();
  }

  /** The same with a section of a peer at the end, unless there is one. */
  WgQuickText with(String name, PublicKey peer, Collection<Cidr> routes) {
    if (has(peer)) {
      return this;
    }
    String allowedIps =
        new TreeSet<>(routes).stream().map(Cidr::toString).collect(Collectors.joining(", "));
    String section =
        "\n[Peer]\n# %s%s\nPublicKey = %s\nAllowedIPs = %s\n"
            .formatted(Printable.of(name), MARK, peer, allowedIps);
    String bytes =
        new String(section.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    return new WgQuickText(text + (text.isEmpty() || text.endsWith("\n") ? "" : "\n") + bytes);
  }

  /** The same without the sections of a peer that have the mark. */
  WgQuickText without(PublicKey peer) {
    List<String> lines = new ArrayList<>(lines());
    for (Section each : sections(lines, peer).reversed()) {
      List<String> section = lines.subList(each.from(), each.to());
      if (section.stream().anyMatch(WgQuickText::isMark)) {
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

  private static List<Section> sections(List<String> lines, PublicKey peer) {
    List<Section> found = new ArrayList<>();
    int from = -1;
    boolean its = false;
    for (int i = 0; i <= lines.size(); i++) {
      String line = i == lines.size() ? "[" : bare(lines.get(i));
      if (line.startsWith("[")) {
        if (its) {
          found.add(new Section(from, i));
        }
        from = i;
        its = false;
      }
      int equals = line.indexOf('=');
      its |=
          from >= 0
              && equals > 0
              && line.substring(0, equals).strip().toLowerCase(Locale.ROOT).equals(KEY)
              && line.substring(equals + 1).strip().equals(peer.toString());
    }
    return found;
  }
}
