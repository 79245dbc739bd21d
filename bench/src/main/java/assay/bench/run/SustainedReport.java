package assay.bench.run;

import assay.bench.fork.ForkReport;
import assay.bench.fork.ForkRequest;
import assay.bench.subject.SubjectReport;
import assay.bench.sustain.Course;
import assay.bench.sustain.SliceLine;
import assay.probe.Reading;
import assay.reports.record.CaseRecord.State;
import assay.reports.record.CaseRecord.Status;
import assay.reports.record.ForkRecord;
import assay.reports.record.ForkRecord.Iteration;
import assay.reports.record.Sustained;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A load as a fork of the record.
 *
 * <p>Its speed shall be what the chip keeps up, so the slices of the second half of the measured
 * time are its iterations and those of the first half its warm-up: what heats up in minutes has
 * settled by then, and no search for the moment can be mistaken. What all slices say is in {@link
 * Sustained}; state of the hardware and latencies are of both halves, since nothing keeps them
 * apart, and of a load that was gone on with the state is of its last part.
 */
final class SustainedReport {

  private SustainedReport() {}

  /**
   * @param hertz at which sensors were asked; 0 for not at all
   * @param report of the fork that ended last; empty when it left none
   */
  static ForkReport of(
      ForkRequest fork,
      double askedSeconds,
      double hertz,
      Course course,
      Status ended,
      Optional<SubjectReport> report) {
    Sustained sustained = course.toRecord(askedSeconds);
    Status status = withDamage(ended, course);
    Optional<SubjectReport> before = course.latest().map(SliceLine.Begun::subject);
    Optional<SubjectReport> best = report.filter(own -> own.execution() != null).or(() -> before);
    List<Iteration> slices = SustainedTrust.iterations(sustained);
    int half = half(sustained.slices());
    List<Sustained.Slice> settled =
        IntStream.range(half, slices.size())
            .filter(i -> slices.get(i).isCounted())
            .mapToObj(sustained.slices()::get)
            .toList();
    boolean whole = course.parts() == 1;
    ForkRecord record =
        new ForkRecord(
            fork.round(),
            course
                .first()
                .map(SliceLine.Begun::startedAt)
                .orElseGet(() -> Instant.now().toString()),
            before.map(SubjectReport::prepareNanos).orElse(0L),
            slices.subList(0, half),
            slices.subList(half, slices.size()),
            whole ? report.map(SubjectReport::latency).orElse(null) : null,
            hardware(report, whole, course),
            outcome(status),
            hertz == 0 || settled.isEmpty()
                ? null
                : SustainedEnergy.of(sustained.channels(), settled, hertz),
            sustained.channels().isEmpty() ? null : sustained);
    return new ForkReport(
        fork.caseId(),
        status,
        best.map(SubjectReport::execution).orElse(null),
        best.map(SubjectReport::accuracy).orElse(null),
        record);
  }

  /** Slices that are mostly in the first half of the measured time; never all. */
  private static int half(List<Sustained.Slice> slices) {
    double all = slices.stream().mapToDouble(Sustained.Slice::seconds).sum();
    double passed = 0;
    int count = 0;
    while (count < slices.size() - 1 && passed + slices.get(count).seconds() / 2 <= all / 2) {
      passed += slices.get(count++).seconds();
    }
    return count;
  }

  /**
   * What was counted is of the whole load. Other state of a fork that only went on with a load is
   * not the load's.
   */
  private static Map<String, Reading<Double>> hardware(
      Optional<SubjectReport> report, boolean whole, Course course) {
    Map<String, Reading<Double>> hardware = new TreeMap<>(course.counted());
    report.ifPresent(own -> hardware.putAll(own.hardware()));
    if (report.isPresent() && !whole) {
      hardware.put(
          ForkRecord.LATENCY,
          Reading.unavailable("not kept: the load was interrupted and gone on with"));
    }
    return hardware;
  }

  private static Status withDamage(Status ended, Course course) {
    if (course.damage().isEmpty()) {
      return ended;
    }
    List<String> reasons = new ArrayList<>(ended.reasons());
    reasons.add(course.damage().get());
    return new Status(ended.state() == State.VALID ? State.MISTRUSTED : ended.state(), reasons);
  }

  private static String outcome(Status status) {
    return switch (status.state()) {
      case VALID, MISTRUSTED -> "";
      default -> status.state() + ": " + String.join("; ", status.reasons());
    };
  }
}
