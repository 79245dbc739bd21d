package assay.reports.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.reports.chart.Charts;
import assay.reports.record.RunRecord;
import assay.reports.sample.HostileRun;
import assay.reports.sample.SampleRun;
import assay.reports.summary.RunSummary;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PageTest {

  private static final String STANDARD = page(SampleRun.standard());
  private static final String HOSTILE = page(HostileRun.record());

  @Test
  void tellsTheStoryInOrder() {
    String page = STANDARD;
    int last = 0;
    for (String id :
        List.of(
            "machine",
            "findings",
            "ceilings",
            "comparison",
            "accuracy",
            "cases",
            "method",
            "gaps")) {
      int at = page.indexOf("<section id=\"" + id + "\"");
      assertTrue(at > last, id);
      last = at;
    }
  }

  @Test
  void nothingIsLoadedFromOutside() {
    for (String page : List.of(STANDARD, HOSTILE)) {
      assertFalse(Pattern.compile("(src|action|srcset)=").matcher(tags(page)).find());
      assertFalse(tags(page).contains("style="));
      Pattern.compile("href=\"([^\"]*)\"")
          .matcher(tags(page))
          .results()
          .map(match -> match.group(1))
          .forEach(href -> assertTrue(href.startsWith("#") || href.equals("data:,"), href));
      assertFalse(Pattern.compile("url\\((?!#)").matcher(page).find());
      assertFalse(page.contains("@import"));
    }
  }

  @Test
  void hostileTextBecomesNoMarkup() {
    String page = HOSTILE;
    assertEquals(1, occurrences(page, "<script"));
    assertEquals(1, occurrences(page, "<style"));
    assertEquals(0, occurrences(page, "<img"));
    assertTrue(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    assertFalse(page.contains("\u202e") || page.contains("\u001b") || page.contains("\u0000"));
  }

  @Test
  void idsAreUnique() {
    List<String> ids =
        Pattern.compile(" id=\"([^\"]*)\"")
            .matcher(STANDARD)
            .results()
            .map(match -> match.group(1))
            .toList();
    assertEquals(ids.size(), ids.stream().distinct().count());
  }

  @Test
  void fiveHundredCasesStaySmall() {
    String page = page(SampleRun.large(500));
    assertEquals(500, occurrences(page, "<tbody data-group"));
    assertTrue(page.length() < 3_000_000, page.length() + " characters");
  }

  @Test
  void unmeasuredThingsHaveTheirReasons() {
    String page = STANDARD;
    String gaps = page.substring(page.indexOf("<section id=\"gaps\""));
    assertTrue(gaps.contains("SIGSEGV; log in logs/hs_err_1.log"));
    assertTrue(gaps.contains("libcuda.so.1 not found"));
    assertTrue(gaps.contains("RAPL is not passed through"));
  }

  /** Raw figures open by address alone, and everything else is there to be read. */
  @Test
  void nothingNeedsScripts() {
    assertEquals(185, occurrences(STANDARD, "<tbody data-group"));
    assertEquals(185, occurrences(STANDARD, "<tr class=\"raw\""));
    assertEquals(185, occurrences(STANDARD, " title=\"raw figures\""));
    assertTrue(STANDARD.contains("tr.raw:target"));
    assertEquals(2, occurrences(tags(STANDARD), " hidden>"), "only what needs scripts is hidden");
  }

  @Test
  void anEmptyRunSaysSo() {
    String page = page(SampleRun.of(List.of(), "cpu"));
    assertTrue(page.contains("No case is valid, so this run says nothing about speed."));
    assertTrue(page.contains("All 0 cases"));
  }

  @Test
  void htmlEscapesTextAndAttributes() {
    String html = new Html().open("p", "title", "\"><b>'&").text("<i>&").close().finished();
    assertTrue(html.contains("<p title=\"&quot;&gt;&lt;b&gt;&#39;&amp;\">&lt;i&gt;&amp;</p>"));
    assertThrows(IllegalStateException.class, () -> new Html().open("p").finished());
  }

  /** Tags only: texts of the record may say anything. */
  private static String tags(String page) {
    StringBuilder tags = new StringBuilder();
    Pattern.compile("<[^>]*>").matcher(page).results().forEach(tag -> tags.append(tag.group()));
    return tags.toString();
  }

  private static int occurrences(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }

  private static String page(RunRecord run) {
    RunSummary summary = RunSummary.of(run);
    return Page.of(summary, Charts.of(summary));
  }
}
