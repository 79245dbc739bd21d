package assay.reports.pdf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.reports.chart.Charts;
import assay.reports.record.RunRecord;
import assay.reports.sample.HostileRun;
import assay.reports.sample.SampleRun;
import assay.reports.summary.RunSummary;
import java.io.IOException;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

class PdfReportTest {

  @Test
  void tellsTheStoryAsTextWithEmbeddedFonts() throws IOException {
    try (PDDocument document = load(SampleRun.standard())) {
      String text = new PDFTextStripper().getText(document);
      for (String wanted :
          List.of(
              "AMD EPYC 7763", "Against ggml", "Where the time goes", "All 185 cases", "SIGSEGV")) {
        assertTrue(text.contains(wanted), wanted);
      }
      for (PDPage page : document.getPages()) {
        for (var name : page.getResources().getFontNames()) {
          assertTrue(page.getResources().getFont(name).isEmbedded(), name.getName());
        }
      }
    }
  }

  @Test
  void hostileTextIsOnlyText() throws IOException {
    RunRecord run = HostileRun.record();
    try (PDDocument document = load(run)) {
      String text = new PDFTextStripper().getText(document);
      assertTrue(text.contains("<script>alert(1)</script>"), "shown as it is");
      for (PDPage page : document.getPages()) {
        assertEquals(0, page.getAnnotations().size());
      }
    }
  }

  @Test
  void anEmptyRunIsAReportToo() throws IOException {
    try (PDDocument document = load(SampleRun.of(List.of(), "cpu"))) {
      assertTrue(new PDFTextStripper().getText(document).contains("No case is valid"));
    }
  }

  private static PDDocument load(RunRecord run) throws IOException {
    RunSummary summary = RunSummary.of(run);
    return Loader.loadPDF(PdfReport.of(summary, Charts.of(summary)));
  }
}
