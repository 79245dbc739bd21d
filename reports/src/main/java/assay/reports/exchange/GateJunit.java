package assay.reports.exchange;

import assay.reports.judge.Gate;
import assay.reports.judge.Gate.Finding;
import assay.reports.judge.Gate.Item;
import assay.reports.judge.Judgement;
import assay.reports.summary.Units;
import assay.reports.text.Plain;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * A gate's result as JUnit XML: what failed or became worse fails, what is missing or cannot be
 * told is an error, since CI systems show a skipped test as good as green. Figures stand in {@code
 * system-out}.
 */
public final class GateJunit {

  private final XMLStreamWriter xml;

  private GateJunit(XMLStreamWriter xml) {
    this.xml = xml;
  }

  public static String of(Gate gate) {
    StringWriter out = new StringWriter();
    try {
      XMLStreamWriter writer = XMLOutputFactory.newFactory().createXMLStreamWriter(out);
      new GateJunit(writer).write(gate);
      writer.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("a string cannot fail to be written", e);
    }
    return out.toString();
  }

  private void write(Gate gate) throws XMLStreamException {
    xml.writeStartDocument("UTF-8", "1.0");
    xml.writeStartElement("testsuites");
    xml.writeStartElement("testsuite");
    attribute("name", "assay gate " + gate.comparison().contender());
    attribute("tests", String.valueOf(gate.items().size()));
    attribute("failures", count(gate, List.of(Finding.FAILED, Finding.WORSE)));
    attribute(
        "errors", count(gate, List.of(Finding.MISSING, Finding.NOT_COMPARABLE, Finding.BLIND)));
    attribute("skipped", count(gate, List.of(Finding.NOT_JUDGED)));
    for (Item item : gate.items()) {
      writeCase(item);
    }
    xml.writeEndElement();
    xml.writeEndElement();
    xml.writeEndDocument();
  }

  private void writeCase(Item item) throws XMLStreamException {
    xml.writeStartElement("testcase");
    attribute("classname", "assay.gate." + item.row().group().replace(' ', '_'));
    attribute("name", item.row().label());
    String message =
        "%s: %s".formatted(item.finding().name().replace('_', ' '), Plain.of(item.reason()));
    switch (item.finding()) {
      case FAILED, WORSE -> element("failure", item.finding(), message);
      case MISSING, NOT_COMPARABLE, BLIND -> element("error", item.finding(), message);
      case NOT_JUDGED -> element("skipped", item.finding(), message);
      case BETTER, UNCHANGED -> {}
    }
    xml.writeStartElement("system-out");
    xml.writeCharacters(
        item.row().judgements().stream().map(GateJunit::figures).collect(Collectors.joining("\n")));
    xml.writeEndElement();
    xml.writeEndElement();
  }

  private static String figures(Judgement each) {
    if (each.ratio().isEmpty()) {
      return Plain.of("%s: %s, %s".formatted(each.metric().title(), each.words(), each.reason()));
    }
    var ratio = each.ratio().get();
    return "%s: %s, baseline / candidate %s, 95 %% interval %s to %s%s"
        .formatted(
            each.metric().title(),
            each.words(),
            Units.ratio(ratio.estimate()),
            Units.ratio(ratio.low()),
            Units.ratio(ratio.high()),
            each.detectable()
                .map(seen -> ", could see " + Units.spread(seen - 1).replace(Units.SPACE, " "))
                .orElse(""));
  }

  private void element(String name, Finding finding, String message) throws XMLStreamException {
    xml.writeStartElement(name);
    if (!name.equals("skipped")) {
      attribute("type", finding.toString());
    }
    attribute("message", message);
    xml.writeEndElement();
  }

  private static String count(Gate gate, List<Finding> findings) {
    return String.valueOf(findings.stream().mapToLong(gate::count).sum());
  }

  private void attribute(String name, String value) throws XMLStreamException {
    xml.writeAttribute(name, Plain.of(value));
  }
}
