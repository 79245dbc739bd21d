package assay.reports.summary;

import assay.probe.Reading;
import assay.reports.record.CaseRecord;
import assay.reports.record.CaseRecord.State;
import assay.reports.statistics.Spread;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One case with its figures.
 *
 * @param state the record's, or MISTRUSTED when the figures cannot be true on this machine
 * @param reasons why not VALID
 * @param spreads of the logarithms of each metric's independent values, moderated by those of the
 *     whole run; without the metrics that were not measured or are 0
 * @param sideSpreads the same for one side of a comparison; see {@link
 *     assay.reports.statistics.Moderation#ofOneSide}
 * @param speed empty when nothing was measured
 * @param latency empty when operations were not timed one by one
 * @param ceiling empty when no ceiling was measured that binds this case
 * @param meter what tells its energy
 * @param energy what an operation costs, or why nobody knows
 */
public record CaseSummary(
    CaseRecord record,
    Shape shape,
    Place place,
    State state,
    List<String> reasons,
    Map<Metric, Spread> spreads,
    Map<Metric, Spread> sideSpreads,
    Optional<Speed> speed,
    Optional<LatencySummary> latency,
    Optional<CeilingShare> ceiling,
    Meter meter,
    Reading<EnergySummary> energy) {

  static CaseSummary of(
      CaseRecord record, Place place, Ceilings ceilings, Spreads ofRun, Meter meter) {
    Map<Metric, Spread> spreads = ofRun.of(record);
    Optional<Speed> speed = Speed.of(record, Optional.ofNullable(spreads.get(Metric.SPEED)));
    State state = record.status().state();
    List<String> reasons = record.status().reasons();
    Optional<String> fault =
        state == State.VALID
            ? speed.map(s -> ceilings.physicalFault(record, s)).orElseGet(() -> noSamples(record))
            : Optional.empty();
    if (fault.isPresent()) {
      state = State.MISTRUSTED;
      reasons = List.of(fault.get());
    }
    return new CaseSummary(
        record,
        Shape.of(record),
        place,
        state,
        reasons,
        spreads,
        ofRun.ofSide(record),
        speed,
        ofRun.latency(record),
        speed.flatMap(s -> ceilings.share(record, s)),
        meter,
        EnergySummary.of(record, meter, Optional.ofNullable(spreads.get(Metric.ENERGY)), speed));
  }

  private static Optional<String> noSamples(CaseRecord record) {
    String left = LeftOut.of(record).sentence();
    return Optional.of("no fork has a usable iteration" + (left.isEmpty() ? "" : ": " + left));
  }

  /** The iterations that are no evidence. */
  public LeftOut leftOut() {
    return LeftOut.of(record);
  }

  public boolean isValid() {
    return state == State.VALID;
  }

  /** Whether it was repeated for minutes to hours instead of measured by short forks. */
  public boolean isSustained() {
    return record.forks().stream().anyMatch(fork -> fork.sustained() != null);
  }

  /** What belongs in one chart or table: cases of one kind on one chip. */
  public String group() {
    return shape.group() + place.suffix();
  }

  /** The chip and, where it says something, the threads. */
  public String where() {
    return place.settings(record.key().threads());
  }

  public String backend() {
    return record.key().backend();
  }

  public String format() {
    return record.work().storedFormat();
  }

  /** Whether bytes or arithmetic tell this operation's speed. */
  public boolean judgedByBytes() {
    return shape.operation().equals("dequant");
  }

  /** In {@link #rateUnit()} per second. */
  public Optional<Interval> rate() {
    return speed.map(s -> judgedByBytes() ? s.bytesPerSecond() : s.flopsPerSecond());
  }

  public String rateUnit() {
    return judgedByBytes() ? "B/s" : "FLOP/s";
  }

  /** Flop per byte. */
  public double intensity() {
    return (double) record.work().flops() / record.work().bytes();
  }
}
