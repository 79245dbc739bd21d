package assay.reports.chart;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleInsets;

/** Charts as files, as parts of a page, or on any canvas. */
public final class ChartRenderer {

  private static final int WIDTH = 900;
  private static final int PNG_SCALE = 2;

  private final ChartTheme theme;

  public ChartRenderer(ChartTheme theme) {
    this.theme = theme;
  }

  /** An SVG file with title, 900 pixels wide. */
  public String svg(Chart chart) {
    int height = heightWithTitle(chart, WIDTH);
    return new SvgDocument(chart.id(), titled(chart, WIDTH), WIDTH, height).standalone();
  }

  /**
   * An {@code svg} element without title, for a page that names the theme's colours as CSS
   * variables and shows the title itself.
   *
   * @param id unique on the page
   */
  public String inline(Chart chart, String id, int width) {
    int height = chart.drawing().height(width);
    JFreeChart drawn = chart.drawing().draw(theme, width);
    return new SvgDocument(id, drawn, width, height).inline(theme.palette());
  }

  /** A PNG file with title, 1800 pixels wide. */
  public byte[] png(Chart chart) {
    int height = heightWithTitle(chart, WIDTH);
    BufferedImage image =
        new BufferedImage(WIDTH * PNG_SCALE, height * PNG_SCALE, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    graphics.scale(PNG_SCALE, PNG_SCALE);
    titled(chart, WIDTH).draw(graphics, new Rectangle2D.Double(0, 0, WIDTH, height));
    graphics.dispose();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** Without title. */
  public void paint(Chart chart, Graphics2D graphics, int width) {
    int height = chart.drawing().height(width);
    chart.drawing().draw(theme, width).draw(graphics, new Rectangle2D.Double(0, 0, width, height));
  }

  private JFreeChart titled(Chart chart, int width) {
    JFreeChart drawn = chart.drawing().draw(theme, width);
    TextTitle title = new TextTitle(chart.title(), theme.titleFont());
    title.setPaint(theme.palette().ink());
    TextTitle subtitle = new TextTitle(chart.subtitle(), theme.font());
    subtitle.setPaint(theme.palette().muted());
    drawn.addSubtitle(0, leftAligned(title, 8));
    drawn.addSubtitle(1, leftAligned(subtitle, 10));
    return drawn;
  }

  private static TextTitle leftAligned(TextTitle title, double below) {
    title.setHorizontalAlignment(HorizontalAlignment.LEFT);
    title.setTextAlignment(HorizontalAlignment.LEFT);
    title.setPadding(new RectangleInsets(2, 6, below, 6));
    return title;
  }

  private int heightWithTitle(Chart chart, int width) {
    int title = lines(chart.title(), theme.titleFont(), width) * 20 + 10;
    int subtitle = lines(chart.subtitle(), theme.font(), width) * 15 + 12;
    return chart.drawing().height(width) + title + subtitle;
  }

  private static int lines(String text, java.awt.Font font, int width) {
    var context = new FontRenderContext(null, true, true);
    double length = font.getStringBounds(text, context).getWidth();
    return 1 + (int) (length / (width - 60));
  }
}
