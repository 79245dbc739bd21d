package assay.reports.summary;

import assay.probe.Reading;
import java.util.Optional;

/**
 * A sustained run in a sentence.
 *
 * @param perOperation flop or bytes of one operation
 * @param unit of the rate: {@code FLOP/s}
 */
public record SustainedWords(SustainedSummary course, double perOperation, String unit) {

  public static SustainedWords of(CaseSummary each, SustainedSummary course) {
    boolean bytes = each.judgedByBytes();
    return new SustainedWords(
        course,
        bytes ? each.record().work().bytes() : each.record().work().flops(),
        each.rateUnit());
  }

  /** What was found: how much slower, since when, at which level, at which energy. */
  public String finding() {
    String energy =
        course
            .endingJoules()
            .asOptional()
            .map(joules -> "; " + Units.si(joules, "J") + "/op")
            .orElse("");
    return speed() + energy;
  }

  private String speed() {
    if (course.rate().asOptional().isEmpty()) {
      return "No operation was completed";
    }
    String ran = SustainedSummary.clock(course.seconds());
    Optional<Interval> end = course.ending().asOptional();
    if (end.isEmpty()) {
      return "Ran for %s at %s, too short to say how it settles"
          .formatted(ran, rate(course.rate().asOptional().get()));
    }
    String level = rate(end.get().estimate());
    Optional<Double> loss = course.loss().asOptional().map(Interval::estimate);
    Optional<Double> onset = course.onset().asOptional();
    if (onset.isPresent() && loss.filter(each -> each > 0).isPresent()) {
      return slower(loss.get(), onset.get(), level, ran);
    }
    if (loss.isPresent()) {
      return "Ends %s %s than in its first minute over %s, at %s"
          .formatted(
              Units.spread(Math.abs(loss.get())), loss.get() > 0 ? "slower" : "faster", ran, level);
    }
    if (onset.isPresent()) {
      return "Becomes slower for good %s %s, by how much is not known (%s), and runs at %s after %s"
          .formatted(
              course.gradual() ? "from" : "after",
              SustainedSummary.clock(onset.get()),
              Reading.why(course.loss()),
              level,
              ran);
    }
    return "Holds %s for %s".formatted(level, ran);
  }

  private String slower(double loss, double onset, String level, String ran) {
    String how =
        "Slows down by %s %s %s"
            .formatted(
                percent(loss), course.gradual() ? "from" : "after", SustainedSummary.clock(onset));
    return course.settled().isPresent()
        ? "%s%s and settles at %s".formatted(how, course.gradual() ? " on" : "", level)
        : "%s%s and is still falling after %s, at %s"
            .formatted(how, course.gradual() ? " on" : "", ran, level);
  }

  private static String percent(double share) {
    return share < 0.1 ? Units.spread(share) : Math.round(share * 100) + Units.SPACE + "%";
  }

  /** Operations per second as flop or bytes per second. */
  public String rate(double opsPerSecond) {
    return Units.si(opsPerSecond * perOperation, unit);
  }
}
