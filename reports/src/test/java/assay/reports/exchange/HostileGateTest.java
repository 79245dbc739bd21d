package assay.reports.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import assay.reports.judge.Comparison;
import assay.reports.judge.Gate;
import assay.reports.record.CaseRecord;
import assay.reports.record.RunRecord;
import assay.reports.sample.SampleCase;
import assay.reports.sample.SampleRun;
import assay.reports.summary.RunSummary;
import assay.reports.text.MarkdownText;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** Names of cases that try to break out of a gate's files. */
class HostileGateTest {

  private static final String[] NAMES = {
    "a\u0000b\u0001\u0008\u001f\u007f\u0085c",
    "lone \ud800 surrogate \udfff, \ufffe \uffff",
    "\"/><failure/><testcase name=\"",
    "]]><!-- --><?php ?>&amp;&#0;",
    "| a | b |\n|---|---|\n# heading",
    "`code` **bold** _it_ ~gone~ $x$ [x](http://evil.example) ![i](//e.example/i.png)",
    "<img src=x onerror=alert(1)></details><script>",
    "@everyone #1 www.evil.example https://evil.example mailto:a@evil.example",
    "\u202egnp.exe \u200b \ue000"
  };

  private static Gate gate(String name) {
    return Gate.of(
        Comparison.ofRuns(RunSummary.of(run(name, 1)), RunSummary.of(run(name, 1.5))), 1.1);
  }

  private static RunRecord run(String name, double slower) {
    SampleCase make = new SampleCase(3);
    CaseRecord plain = make.matmul("f32", 64, 1, 64, "vector", 1e6 * slower, 1e-13);
    var key = plain.key();
    CaseRecord slow =
        SampleCase.withKey(
            plain,
            new CaseRecord.Key(key.spec() + name, name, name, "cpu", 2, key.cache(), key.fill()));
    CaseRecord gone =
        SampleCase.withKey(plain, new CaseRecord.Key(name, "b" + slower, "", "cpu", 2, name, name));
    return SampleRun.of(List.of(slow, gone), "cpu");
  }

  @Test
  void junitStaysWellFormedWithItsCounts() throws Exception {
    for (String name : NAMES) {
      Element root =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(
                  new ByteArrayInputStream(
                      GateJunit.of(gate(name)).getBytes(StandardCharsets.UTF_8)))
              .getDocumentElement();
      assertEquals(3, root.getElementsByTagName("testcase").getLength(), name);
      assertEquals(1, root.getElementsByTagName("failure").getLength(), name);
      assertEquals(1, root.getElementsByTagName("error").getLength(), name);
    }
  }

  @Test
  void aCommentKeepsItsTablesAndObeysNothing() {
    for (String name : NAMES) {
      String comment = GateMarkdown.of(gate(name));
      comment
          .lines()
          .filter(line -> line.startsWith("|"))
          .forEach(line -> {
            int bars = line.replace("\\\\", "").replace("\\|", "").split("\\|", -1).length - 1;
            assertEquals(bars == 3 ? 3 : 7, bars, line);
          });
      String plain = comment.replaceAll("\\\\.", "");
      assertFalse(plain.contains("`"), comment);
      assertFalse(comment.replaceAll("</?(details|summary)>", "").contains("<"), comment);
      assertEquals(4, comment.split("</details>", -1).length, comment);
      assertFalse(comment.matches("(?s).*@[A-Za-z].*"), comment);
      assertFalse(comment.contains("://") || comment.contains("www."), comment);
      assertFalse(comment.matches("(?s).*[\\p{Cntrl}&&[^\n]].*"), comment);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"www.evil.example", "see WWW.evil.example", "(www.evil.example)"})
  void addressesWithoutASchemeAreNoLinksEither(String text) {
    assertFalse(MarkdownText.of(text).toLowerCase(java.util.Locale.ROOT).contains("www."));
  }
}
