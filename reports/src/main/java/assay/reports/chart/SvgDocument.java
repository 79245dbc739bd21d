package assay.reports.chart;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.geom.Rectangle2D;
import java.io.StringWriter;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGGraphics2DIOException;
import org.apache.batik.svggen.SVGIDGenerator;
import org.jfree.chart.JFreeChart;
import org.w3c.dom.Document;

/** A drawn chart as SVG; text stays text. */
final class SvgDocument {

  private static final String NAMESPACE = "http://www.w3.org/2000/svg";

  /** What the generator takes for granted and therefore never writes. */
  private static final String OPENING =
      "<svg viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
          + " font-family=\"Liberation Sans, Arial, Helvetica, sans-serif\" font-size=\"12px\""
          + " stroke-width=\"1\" stroke-linecap=\"square\" stroke-miterlimit=\"10\">";

  private final SVGGraphics2D graphics;
  private final int width;
  private final int height;

  /**
   * @param id makes element ids unique among charts on one page
   */
  SvgDocument(String id, JFreeChart chart, int width, int height) {
    this.width = width;
    this.height = height;
    SVGGeneratorContext context = SVGGeneratorContext.createDefault(emptyDocument());
    context.setComment(null);
    context.setPrecision(2);
    context.setIDGenerator(
        new SVGIDGenerator() {
          @Override
          public String generateID(String prefix) {
            return id + "-" + super.generateID(prefix);
          }
        });
    this.graphics = new SVGGraphics2D(context, false);
    graphics.setSVGCanvasSize(new Dimension(width, height));
    chart.draw(graphics, new Rectangle2D.Double(0, 0, width, height));
  }

  private static Document emptyDocument() {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument(NAMESPACE, "svg", null);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("the JDK has an XML parser", e);
    }
  }

  /** A file of its own. */
  String standalone() {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        + body().replaceFirst("<svg ", "<svg xmlns=\"" + NAMESPACE + "\" ")
        + "\n";
  }

  /** For a page: colours by name, so that the page's theme decides. */
  String inline(Palette palette) {
    String svg = body();
    for (Map.Entry<String, Color> each : palette.named().entrySet()) {
      svg = svg.replace('"' + cssColour(each.getValue()) + '"', "\"var(--" + each.getKey() + ")\"");
    }
    return svg;
  }

  private String body() {
    StringWriter out = new StringWriter();
    try {
      graphics.stream(graphics.getRoot(), out, false, false);
    } catch (SVGGraphics2DIOException e) {
      throw new IllegalStateException("a string cannot fail to be written", e);
    }
    String svg = out.toString();
    String inner = svg.substring(svg.indexOf('>', svg.indexOf("<svg")) + 1);
    return SvgTidy.of(OPENING.formatted(width, height, width, height) + inner);
  }

  private static String cssColour(Color colour) {
    return "rgb(%d,%d,%d)".formatted(colour.getRed(), colour.getGreen(), colour.getBlue());
  }
}
