package assay.reports.exchange;

import assay.reports.record.CaseRecord.State;
import assay.reports.record.ForkRecord;
import assay.reports.record.RunRecord;
import assay.reports.summary.CaseSummary;
import assay.reports.summary.RunSummary;
import assay.reports.summary.Units;
import assay.reports.text.MachineLine;
import assay.reports.text.Plain;
import java.io.StringWriter;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * One test case per case: WRONG fails, CRASHED and TIMEOUT are errors, UNSUPPORTED and MISTRUSTED
 * are skipped; figures stand in {@code system-out}.
 */
public final class JunitXml {

  private final XMLStreamWriter xml;

  private JunitXml(XMLStreamWriter xml) {
    this.xml = xml;
  }

  public static String of(RunSummary summary) {
    StringWriter out = new StringWriter();
    try {
      XMLStreamWriter writer = XMLOutputFactory.newFactory().createXMLStreamWriter(out);
      new JunitXml(writer).write(summary);
      writer.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("a string cannot fail to be written", e);
    }
    return out.toString();
  }

  private void write(RunSummary summary) throws XMLStreamException {
    xml.writeStartDocument("UTF-8", "1.0");
    xml.writeStartElement("testsuites");
    writeSuite(summary);
    xml.writeEndElement();
    xml.writeEndDocument();
  }

  private void writeSuite(RunSummary summary) throws XMLStreamException {
    RunRecord run = summary.run();
    Map<State, Long> states = summary.states();
    xml.writeStartElement("testsuite");
    attribute("name", "assay " + run.invocation().id());
    attribute("timestamp", run.invocation().startedAt());
    attribute("hostname", MachineLine.shown(run.machine().host().name()));
    attribute("tests", String.valueOf(summary.cases().size()));
    attribute("failures", count(states, State.WRONG));
    attribute("errors", count(states, State.CRASHED, State.TIMEOUT));
    attribute("skipped", count(states, State.UNSUPPORTED, State.MISTRUSTED));
    attribute("time", seconds(summary.cases().stream().mapToDouble(JunitXml::nanos).sum()));
    for (CaseSummary each : summary.cases()) {
      writeCase(each);
    }
    xml.writeEndElement();
  }

  private void writeCase(CaseSummary each) throws XMLStreamException {
    xml.writeStartElement("testcase");
    attribute("classname", "assay." + each.backend() + "." + each.shape().operation());
    attribute("name", CaseName.of(each.record().key()));
    attribute("time", seconds(nanos(each)));
    String reasons = Plain.of(String.join("; ", each.reasons()));
    switch (each.state()) {
      case WRONG -> element("failure", each.state(), reasons);
      case CRASHED, TIMEOUT -> element("error", each.state(), reasons);
      case UNSUPPORTED, MISTRUSTED -> element("skipped", each.state(), reasons);
      case VALID -> {}
    }
    if (each.speed().isPresent()) {
      xml.writeStartElement("system-out");
      xml.writeCharacters(figures(each));
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private static String figures(CaseSummary each) {
    return "%s, %s per operation, ± %s"
        .formatted(
            Units.si(each.rate().orElseThrow().estimate(), each.rateUnit()),
            Units.duration(each.speed().orElseThrow().nanosPerOp().estimate()),
            Units.spread(each.speed().orElseThrow().nanosPerOp().relativeHalfWidth()));
  }

  private void element(String name, State state, String reasons) throws XMLStreamException {
    xml.writeStartElement(name);
    if (!name.equals("skipped")) {
      attribute("type", state.toString());
    }
    attribute("message", state + ": " + reasons);
    xml.writeEndElement();
  }

  private void attribute(String name, String value) throws XMLStreamException {
    xml.writeAttribute(name, Plain.of(value));
  }

  private static String count(Map<State, Long> states, State... which) {
    long count = 0;
    for (State state : which) {
      count += states.getOrDefault(state, 0L);
    }
    return String.valueOf(count);
  }

  /** Measured time of all forks. */
  private static double nanos(CaseSummary each) {
    return each.record().forks().stream()
        .flatMap(fork -> fork.iterations().stream())
        .mapToDouble(ForkRecord.Iteration::nanos)
        .sum();
  }

  private static String seconds(double nanos) {
    return String.format(Locale.ROOT, "%.3f", nanos * 1e-9);
  }
}
