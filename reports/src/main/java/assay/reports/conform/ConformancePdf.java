package assay.reports.conform;

import static assay.reports.pdf.PdfReport.INK;
import static assay.reports.pdf.PdfReport.MUTED;

import assay.reports.pdf.PdfPages;
import assay.reports.text.Plain;
import java.awt.Color;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** The outcome as a PDF on A4, for people who were not there. */
final class ConformancePdf {

  private static final Color BAD = new Color(0xB3261E);

  private static final double[] LADDER_WIDTHS = {110, 265, 40, 40, 44};
  private static final boolean[] LADDER_RIGHT = {false, false, true, true, true};
  private static final double[] EXACT_WIDTHS = {46, 44, 188, 32, 54, 44, 91};
  private static final boolean[] EXACT_RIGHT = {false, false, false, true, true, true, false};
  private static final double[] GAP_WIDTHS = {70, 40, 389};
  private static final boolean[] GAP_RIGHT = {false, true, false};

  private final Conformance record;
  private final PdfPages pages;

  private ConformancePdf(Conformance record, PdfPages pages) {
    this.record = record;
    this.pages = pages;
  }

  /**
   * @throws IOException when PDFBox cannot build the document in memory
   */
  static byte[] of(Conformance record) throws IOException {
    String title = "%s: %s".formatted(record.verdict(), Plain.of(record.sentence()));
    try (PdfPages pages = new PdfPages(title)) {
      new ConformancePdf(record, pages).write();
      return pages.finished();
    }
  }

  private void write() throws IOException {
    pages.paragraph("Assay conformance report", 9.5, MUTED);
    pages.paragraph(Plain.of(record.sentence()), 20, INK);
    pages.space(4);
    boolean failed = record.verdict() == Conformance.Verdict.FAIL;
    pages.paragraph(
        "%s: %s".formatted(record.verdict(), Words.coverage(record)), 12, failed ? BAD : INK);
    text(9.5, MUTED, "%s · %s", record.examined().device(), Words.when(record));
    text(9.5, MUTED, "%s", record.machine());
    text(9.5, MUTED, "%s", Words.DISCLAIMER);
    text(9.5, MUTED, "%s", Words.roundings(record));
    writeLadder();
    writeFindings();
    writeExactness();
    writeGaps();
    writeMethod();
  }

  private void text(double size, Color colour, String format, Object... values) throws IOException {
    pages.paragraph(Plain.of(String.format(Locale.ROOT, format, values)), size, colour);
  }

  private void heading(String text) throws IOException {
    pages.space(14);
    pages.need(60);
    pages.paragraph(text, 14, INK);
    pages.space(4);
  }

  private void writeLadder() throws IOException {
    heading("The ladder");
    pages.row(
        List.of("rung", "asks", "checks", "made", "result"), LADDER_WIDTHS, LADDER_RIGHT, 8, MUTED);
    for (RungResult rung : record.rungs()) {
      pages.need(14);
      pages.row(
          List.of(
              rung.title(),
              rung.asks(),
              String.valueOf(rung.planned()),
              String.valueOf(rung.made()),
              Words.state(rung)),
          LADDER_WIDTHS,
          LADDER_RIGHT,
          8,
          switch (rung.state()) {
            case "FAIL" -> BAD;
            case "PASS" -> INK;
            default -> MUTED;
          });
    }
  }

  private void writeFindings() throws IOException {
    heading("What was found");
    if (record.findings().isEmpty()) {
      text(9.5, INK, "No fault.");
    }
    for (List<Finding> alike : record.findingsByFault()) {
      Fault fault = alike.getFirst().fault();
      String why = record.faults().contains(fault) ? "" : ", which the above explains";
      pages.need(52);
      text(10.5, INK, "%s %s%s", record.examined().name(), fault.predicate(), why);
      for (int i = 0; i < alike.size(); i++) {
        write(alike.get(i));
        if (Words.isLastOfItsCommand(alike, i)) {
          text(8, MUTED, "%s", Words.command(alike.get(i)));
          pages.space(7);
        }
      }
    }
    for (String note : record.notes()) {
      text(8.5, MUTED, "%s", note);
    }
  }

  private void write(Finding finding) throws IOException {
    String figures = Words.figures(finding);
    String also = Words.also(finding);
    pages.need(40);
    text(
        8.5,
        INK,
        "%s, %s: %s.%s%s",
        finding.probe(),
        finding.check(),
        finding.what(),
        figures.isEmpty() ? "" : " Measured: " + figures + ".",
        also.isEmpty() ? "" : " The same " + also + ".");
  }

  private void writeExactness() throws IOException {
    heading("How exact it is");
    text(
        8,
        MUTED,
        "Against float64 arithmetic on the stored numbers. The tolerance follows from the declared"
            + " roundings; the worst case's share of it, above 100 %% wrong, and the largest NMSE.");
    pages.row(
        List.of("operation", "format", "declares", "checks", "of tolerance", "NMSE", "kernels"),
        EXACT_WIDTHS,
        EXACT_RIGHT,
        7.5,
        MUTED);
    for (Exactness row : record.exactness()) {
      pages.need(13);
      pages.row(
          List.of(
              Plain.of(row.operation()),
              Plain.of(row.format()),
              Plain.of(row.declared()),
              String.valueOf(row.checks()),
              Words.worst(row),
              Words.nmse(row),
              Plain.of(row.kernel())),
          EXACT_WIDTHS,
          EXACT_RIGHT,
          7.5,
          row.worstOfTolerance() > 1 ? BAD : INK);
    }
  }

  private void writeGaps() throws IOException {
    heading("What was not tried");
    if (record.gaps().isEmpty()) {
      text(9.5, INK, "Every check of the level was made.");
      return;
    }
    pages.row(List.of("rung", "checks", "why"), GAP_WIDTHS, GAP_RIGHT, 8, MUTED);
    for (Gap gap : record.gaps()) {
      pages.need(14);
      pages.row(
          List.of(gap.rung(), String.valueOf(gap.checks()), Plain.of(gap.why())),
          GAP_WIDTHS,
          GAP_RIGHT,
          8,
          INK);
    }
  }

  private void writeMethod() throws IOException {
    heading("What was examined, and how");
    Conformance.Examined examined = record.examined();
    text(8.5, INK, "%s: %s", examined.name(), examined.description());
    if (!examined.library().isEmpty()) {
      text(8.5, INK, "Library %s, SHA-256 %s", examined.library(), examined.sha256());
    }
    for (var detail : examined.details().entrySet()) {
      text(8.5, INK, "%s: %s", detail.getKey(), detail.getValue());
    }
    text(
        8.5,
        INK,
        "Assay %s, commit %s; %s %s; assay %s; started %s, took %.0f s.",
        record.tool().version(),
        record.tool().commit(),
        record.jvm().vendor(),
        record.jvm().version(),
        String.join(" ", record.commandLine()),
        record.startedAt(),
        record.seconds());
  }
}
