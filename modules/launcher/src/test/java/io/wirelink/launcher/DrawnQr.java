package io.wirelink.launcher;

import com.google.zxing.ChecksumException;
import com.google.zxing.FormatException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.decoder.Decoder;
import java.util.List;

/** Reads a QR code that was drawn with half blocks, as a camera would that sees straight. */
final class DrawnQr {
  private static final int MARGIN = 4;

  private DrawnQr() {}

  /** The text of a drawing. */
  static String read(String drawing) {
    List<String> lines = drawing.lines().toList();
    int width = lines.getFirst().length();
    BitMatrix code = new BitMatrix(width - 2 * MARGIN);
    for (int y = 0; y < 2 * lines.size(); y++) {
      for (int x = 0; x < width; x++) {
        char block = lines.get(y / 2).charAt(x);
        boolean dark = block == ' ' || block == (y % 2 == 0 ? '▄' : '▀');
        int column = x - MARGIN;
        int row = y - MARGIN;
        boolean inside =
            column >= 0 && row >= 0 && column < code.getWidth() && row < code.getHeight();
        if (dark && inside) {
          code.set(column, row);
        } else if (dark) {
          throw new AssertionError("the margin is not light at " + x + ", " + y);
        }
      }
    }
    try {
      return new Decoder().decode(code).getText();
    } catch (ChecksumException | FormatException e) {
      throw new AssertionError("no camera can read this:\n" + drawing, e);
    }
  }
}
