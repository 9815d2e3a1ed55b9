package io.wirelink.text;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows as lines whose columns line up on a terminal. */
public final class TextTable {
  /** What stands between two columns. */
  public static final String GAP = "  ";

  private static final String ELLIPSIS = "…";

  /** Ideographs, syllables and forms that terminals give two cells ("wide" in Unicode's UAX 11). */
  private static final int[][] WIDE = {
    {0x1100, 0x115f}, {0x2e80, 0x303e}, {0x3041, 0xa4cf}, {0xa960, 0xa97f}, {0xac00, 0xd7a3},
    {0xf900, 0xfaff}, {0xfe30, 0xfe6f}, {0xff01, 0xff60}, {0xffe0, 0xffe6}, {0x20000, 0x3fffd}
  };

  /** Before the first combining mark, each character takes one cell. */
  private static final int FIRST_MARK = 0x300;

  private TextTable() {}

  /**
   * A cell of a table.
   *
   * @param text what it shows, without control characters
   * @param right whether it ends where its column ends, as numbers do
   * @param style how it is painted; null for not at all
   */
  public record Cell(String text, boolean right, @Nullable Style style) {
    /** A cell that begins where its column begins. */
    public static Cell of(String text) {
      return new Cell(text, false, null);
    }

    private String padded(int width) {
      String painted = style == null ? text : style.paint(text);
      String blank = " ".repeat(width - width(text));
      return right ? blank + painted : painted + blank;
    }
  }

  /**
   * Lays rows out.
   *
   * @param rows rows of equal length
   * @return a line for each, without its end
   */
  public static List<String> lines(List<List<Cell>> rows) {
    int[] widths = widths(rows);
    List<String> lines = new ArrayList<>();
    for (List<Cell> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        line.append(row.get(i).padded(widths[i])).append(GAP);
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  /** Lays rows of plain texts out, as lines with their ends. */
  public static String aligned(List<List<String>> rows) {
    List<List<Cell>> cells = rows.stream().map(row -> row.stream().map(Cell::of).toList()).toList();
    return String.join("\n", lines(cells)) + "\n";
  }

  /** How many cells of the terminal each column takes. */
  public static int[] widths(List<List<Cell>> rows) {
    int[] widths = new int[rows.getFirst().size()];
    for (List<Cell> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], width(row.get(i).text()));
      }
    }
    return widths;
  }

  /** The text, or as much of it as has room in so many cells, and a sign that there is more. */
  public static String cut(String text, int most) {
    if (width(text) <= most) {
      return text;
    }
    StringBuilder kept = new StringBuilder();
    int room = most - width(ELLIPSIS);
    for (int codePoint : text.codePoints().toArray()) {
      room -= width(codePoint);
      if (room < 0) {
        break;
      }
      kept.appendCodePoint(codePoint);
    }
    return kept.append(ELLIPSIS).toString();
  }

  /** How many cells of a terminal a text takes. */
  public static int width(String text) {
    int width = 0;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      width += width(codePoint);
      i += Character.charCount(codePoint);
    }
    return width;
  }

  private static int width(int codePoint) {
    if (codePoint < FIRST_MARK) {
      return 1;
    }
    int type = Character.getType(codePoint);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    return Character.isEmojiPresentation(codePoint) || isWide(codePoint) ? 2 : 1;
  }

  private static boolean isWide(int codePoint) {
    for (int[] range : WIDE) {
      if (codePoint >= range[0] && codePoint <= range[1]) {
        return true;
      }
    }
    return false;
  }
}
