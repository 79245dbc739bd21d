package assay.reports.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.reports.record.RunRecord;
import assay.reports.sample.HostileRun;
import assay.reports.sample.SampleRun;
import assay.reports.summary.RunSummary;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ExchangeTest {

  @Test
  void junitCountsWhatItLists() throws Exception {
    for (RunRecord run : List.of(SampleRun.standard(), HostileRun.record())) {
      Element suites = parsed(JunitXml.of(RunSummary.of(run)));
      Element suite = (Element) suites.getElementsByTagName("testsuite").item(0);
      assertEquals(run.cases().size(), suites.getElementsByTagName("testcase").getLength());
      assertEquals(String.valueOf(run.cases().size()), suite.getAttribute("tests"));
      assertEquals(count(suites, "error"), suite.getAttribute("errors"));
      assertEquals(count(suites, "skipped"), suite.getAttribute("skipped"));
      assertEquals(count(suites, "failure"), suite.getAttribute("failures"));
      assertEquals("1", suite.getAttribute("errors"));
    }
  }

  @Test
  void bencherHasValidCasesWithBounds() {
    RunSummary summary = RunSummary.of(SampleRun.standard());
    JsonNode all = JsonMapper.shared().readTree(BencherJson.of(summary));
    assertEquals(summary.valid().size(), all.size());
    for (JsonNode each : all) {
      JsonNode latency = each.get("latency");
      assertTrue(latency.get("lower_value").asDouble() <= latency.get("value").asDouble());
      assertTrue(latency.get("upper_value").asDouble() >= latency.get("value").asDouble());
      double product = latency.get("value").asDouble() * each.at("/throughput/value").asDouble();
      assertEquals(1e9, product, 1);
    }
    JsonMapper.shared().readTree(BencherJson.of(RunSummary.of(HostileRun.record())));
  }

  @Test
  void githubEntriesAreAllSmallerIsBetter() {
    RunSummary summary = RunSummary.of(SampleRun.standard());
    JsonNode all = JsonMapper.shared().readTree(GithubBenchmark.of(summary));
    assertEquals(summary.valid().size(), all.size());
    var names = new java.util.HashSet<String>();
    for (JsonNode each : all) {
      assertEquals("ns/op", each.get("unit").stringValue());
      assertTrue(each.get("value").asDouble() > 0);
      assertTrue(names.add(each.get("name").stringValue()), "names must tell cases apart");
    }
  }

  private static String count(Element root, String tag) {
    return String.valueOf(root.getElementsByTagName(tag).getLength());
  }

  private static Element parsed(String xml) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
        .getDocumentElement();
  }
}
