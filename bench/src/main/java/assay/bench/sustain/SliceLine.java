package assay.bench.sustain;

import assay.bench.subject.SubjectReport;
import assay.probe.telemetry.Channel;
import assay.reports.record.Sustained;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;

/** One line of a slice file. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = SliceLine.Begun.class, name = "begun"),
  @JsonSubTypes.Type(value = SliceLine.Taken.class, name = "slice"),
  @JsonSubTypes.Type(value = SliceLine.Looked.class, name = "looked")
})
public sealed interface SliceLine {

  String SCHEMA = "assay-slices/1";

  /**
   * The first line, and one for each time that the load was gone on with after an interruption.
   *
   * @param startedAt of the first operation that follows, ISO-8601 UTC
   * @param subject what preparing and the check before the load found
   */
  record Begun(
      String schema, String caseId, String startedAt, List<Channel> channels, SubjectReport subject)
      implements SliceLine {}

  /**
   * @param counted events of memory, links and the like since the slice before, by channel id; 0 of
   *     what was asked and has not happened
   */
  record Taken(Sustained.Slice slice, Map<String, Double> counted) implements SliceLine {

    public Taken {
      counted = counted == null ? Map.of() : counted;
    }

    /** In which nothing that counts was asked. */
    public Taken(Sustained.Slice slice) {
      this(slice, Map.of());
    }
  }

  /**
   * Outputs were checked between two slices.
   *
   * @param atSeconds since the first operation
   * @param fault what is wrong with them; empty when nothing is
   */
  record Looked(double atSeconds, String fault) implements SliceLine {}
}
