package io.wirelink.command;

import io.nayuki.qrcodegen.DataTooLongException;
import io.nayuki.qrcodegen.QrCode;
import io.wirelink.text.Style;

/**
 * Draws a text as a QR code (ISO/IEC 18004) on a terminal, two rows of squares to a line. What is
 * light in the code is drawn, and what is dark is left as it is, which suits terminals that are
 * dark; with colours it is right on all.
 */
final class QrText {
  /** The margin that cameras need (ISO/IEC 18004, "quiet zone"), in squares. */
  private static final int MARGIN = 4;

  private QrText() {}

  /**
   * Draws a text.
   *
   * @param colours whether the terminal may be told its colours
   * @return lines, each with its end
   * @throws CommandFailure if the text is longer than any QR code
   */
  static String of(String text, boolean colours) {
    QrCode code;
    try {
      code = QrCode.encodeText(text, QrCode.Ecc.LOW);
    } catch (DataTooLongException e) {
      throw new CommandFailure(
          CommandFailure.FAILED,
          "this is longer than a QR code can be, 2953 bytes: leave out --qr, and take the file");
    }
    StringBuilder drawing = new StringBuilder();
    for (int y = -MARGIN; y < code.size + MARGIN; y += 2) {
      String line = line(code, y);
      drawing.append(colours ? Style.WHITE_ON_BLACK.paint(line) : line).append('\n');
    }
    return drawing.toString();
  }

  private static String line(QrCode code, int y) {
    StringBuilder line = new StringBuilder();
    for (int x = -MARGIN; x < code.size + MARGIN; x++) {
      line.append(block(!code.getModule(x, y), !code.getModule(x, y + 1)));
    }
    return line.toString();
  }

  private static char block(boolean upper, boolean lower) {
    if (upper) {
      return lower ? '█' : '▀';
    }
    return lower ? '▄' : ' ';
  }
}
