package assay.reports.pdf;

import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.util.Matrix;

/** A cursor that walks down A4 pages and starts a new one when there is no room. */
public final class PdfPages implements Closeable {

  public static final double MARGIN = 48;
  public static final double WIDTH = PDRectangle.A4.getWidth() - 2 * MARGIN;

  private static final double HEIGHT = PDRectangle.A4.getHeight();
  private static final double FOOT = 40;
  private static final Color RULE = new Color(0xE4E7EB);

  private final PDDocument document = new PDDocument();
  private final PdfFont font;
  private PDPageContentStream content;
  private double y;

  public PdfPages(String title) throws IOException {
    document.getDocumentInformation().setTitle(title);
    document.getDocumentInformation().setProducer("Assay");
    document.getDocumentCatalog().setLanguage("en");
    this.font = new PdfFont(document);
    newPage();
  }

  PDDocument document() {
    return document;
  }

  PdfFont font() {
    return font;
  }

  public void newPage() throws IOException {
    if (content != null) {
      content.close();
    }
    PDPage page = new PDPage(PDRectangle.A4);
    document.addPage(page);
    content = new PDPageContentStream(document, page);
    y = HEIGHT - MARGIN;
    String number = String.valueOf(document.getNumberOfPages());
    write(number, MARGIN + WIDTH - font.width(number, 8), MARGIN - 20, 8, PdfReport.MUTED);
  }

  /** Starts a new page unless {@code height} still fits this one. */
  public void need(double height) throws IOException {
    if (y - height < FOOT + 8 && y < HEIGHT - MARGIN) {
      newPage();
    }
  }

  public void space(double height) {
    y -= height;
  }

  /** A paragraph over the whole width. */
  public void paragraph(String text, double size, Color colour) throws IOException {
    for (String line : font.lines(text, size, WIDTH)) {
      need(size * 1.35);
      y -= size * 1.35;
      write(line, MARGIN, y + size * 0.3, size, colour);
    }
  }

  /**
   * One table line; texts are cut to their columns.
   *
   * @param right which columns stand right
   */
  public void row(List<String> cells, double[] widths, boolean[] right, double size, Color colour)
      throws IOException {
    y -= size * 1.6;
    double x = MARGIN;
    for (int i = 0; i < cells.size(); i++) {
      double room = widths[i] - 6;
      String text = cells.get(i).isEmpty() ? "" : font.fitting(cells.get(i), size, room);
      double shift = right[i] ? room - font.width(text, size) : 0;
      write(text, x + shift, y + size * 0.45, size, colour);
      x += widths[i];
    }
    content.setStrokingColor(RULE);
    content.setLineWidth(0.5f);
    content.moveTo((float) MARGIN, (float) y);
    content.lineTo((float) (MARGIN + WIDTH), (float) y);
    content.stroke();
  }

  /** A picture over the whole width. */
  public void picture(PDFormXObject picture, double width, double height) throws IOException {
    double scale = WIDTH / width;
    y -= height * scale;
    content.saveGraphicsState();
    content.transform(new Matrix((float) scale, 0, 0, (float) scale, (float) MARGIN, (float) y));
    content.drawForm(picture);
    content.restoreGraphicsState();
  }

  private void write(String text, double x, double baseline, double size, Color colour)
      throws IOException {
    content.beginText();
    content.setNonStrokingColor(colour);
    content.setFont(font.font(), (float) size);
    content.newLineAtOffset((float) x, (float) baseline);
    content.showText(font.writable(text));
    content.endText();
  }

  public byte[] finished() throws IOException {
    content.close();
    content = null;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    document.save(out);
    return out.toByteArray();
  }

  @Override
  public void close() throws IOException {
    if (content != null) {
      content.close();
    }
    document.close();
  }
}
