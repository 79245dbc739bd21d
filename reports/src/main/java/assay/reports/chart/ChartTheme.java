package assay.reports.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.Stroke;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.pdfbox.pdmodel.PDDocument;

/** Colours, type and strokes of all charts. */
public final class ChartTheme {

  /** Inside PDFBox; SIL Open Font Licence 1.1. */
  private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

  private static final float SIZE = 12f;

  private final Palette palette;
  private final Font font;

  private ChartTheme(Palette palette) {
    this.palette = palette;
    this.font = loadFont();
  }

  public static ChartTheme light() {
    return new ChartTheme(Palette.LIGHT);
  }

  public static ChartTheme dark() {
    return new ChartTheme(Palette.DARK);
  }

  /** The typeface's file, for embedding. */
  public static InputStream fontFile() {
    return PDDocument.class.getResourceAsStream(FONT);
  }

  private static Font loadFont() {
    try (InputStream in = fontFile()) {
      return Font.createFont(Font.TRUETYPE_FONT, in).deriveFont(SIZE);
    } catch (FontFormatException e) {
      throw new IllegalStateException("PDFBox's own font cannot be read", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Colours by name, as {@code #rrggbb}. */
  public Map<String, String> colours() {
    return palette.named().entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                each -> "#%06x".formatted(each.getValue().getRGB() & 0xFFFFFF),
                (one, other) -> one,
                java.util.LinkedHashMap::new));
  }

  Palette palette() {
    return palette;
  }

  Font font() {
    return font;
  }

  Font small() {
    return font.deriveFont(SIZE - 1);
  }

  Font titleFont() {
    return font.deriveFont(SIZE + 4);
  }

  Color series(int slot) {
    return palette.series().get(slot % palette.series().size());
  }

  Stroke thin() {
    return new BasicStroke(1f);
  }

  Stroke stem() {
    return new BasicStroke(2.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND);
  }

  Stroke medium() {
    return new BasicStroke(1.3f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  }

  Stroke strong() {
    return new BasicStroke(1.8f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  }

  Stroke dashed() {
    return new BasicStroke(
        1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1f, new float[] {5f, 4f}, 0f);
  }
}
