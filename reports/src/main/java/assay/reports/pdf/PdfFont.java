package assay.reports.pdf;

import assay.reports.chart.ChartTheme;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/** The embedded typeface, and how wide text is in it. */
final class PdfFont {

  private final PDType0Font font;
  private final Map<Integer, String> writable = new HashMap<>();

  PdfFont(PDDocument document) throws IOException {
    try (InputStream in = ChartTheme.fontFile()) {
      this.font = PDType0Font.load(document, in, true);
    }
  }

  PDFont font() {
    return font;
  }

  /** The text with every character that the font lacks replaced. */
  String writable(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints().forEach(c -> out.append(writable.computeIfAbsent(c, this::orReplacement)));
    return out.toString();
  }

  private String orReplacement(int codePoint) {
    String text = Character.toString(codePoint);
    try {
      font.encode(text);
      return text;
    } catch (IOException | IllegalArgumentException e) {
      return Character.isSpaceChar(codePoint) ? " " : "?";
    }
  }

  double width(String text, double size) throws IOException {
    return font.getStringWidth(writable(text)) / 1000 * size;
  }

  /** Broken between words, and inside those that are wider than a line. */
  List<String> lines(String text, double size, double width) throws IOException {
    List<String> lines = new ArrayList<>();
    String line = "";
    for (String word : text.split(" ")) {
      String longer = line.isEmpty() ? word : line + " " + word;
      if (width(longer, size) <= width) {
        line = longer;
        continue;
      }
      if (!line.isEmpty()) {
        lines.add(line);
      }
      line = word;
      while (width(line, size) > width && line.length() > 1) {
        String head = fitting(line, size, width);
        lines.add(head);
        line = line.substring(head.length());
      }
    }
    lines.add(line);
    return lines;
  }

  /** The longest beginning that fits, at least one character. */
  String fitting(String text, double size, double width) throws IOException {
    int end = text.length();
    while (end > 1 && width(text.substring(0, end), size) > width) {
      end = text.offsetByCodePoints(end, -1);
    }
    return text.substring(0, Math.max(end, Character.charCount(text.codePointAt(0))));
  }
}
