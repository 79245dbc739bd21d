package assay.reports.change;

import assay.reports.change.Analysis.Span;
import assay.reports.change.Analysis.Spike;
import assay.reports.change.Preference.Effect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.OptionalDouble;
import java.util.TreeSet;
import org.apache.commons.numbers.gamma.Erfc;

/** Turns positions into findings: levels, effect, and where else the change may be. */
final class Describer {

  /** So many points on either side are enough to locate a change. */
  private static final int NEIGHBOURHOOD = 100;

  private static final double CONFIDENCE = 0.95;

  private final Series series;
  private final int offset;
  private final int exponent;
  private final double[] values;
  private final Analysis analysis;
  private final NavigableSet<Integer> borders = new TreeSet<>();

  /**
   * @param offset of the analysed points in the series
   * @param values that were analysed
   * @param exponent of the power of 2 by which they were scaled
   */
  Describer(Series series, int offset, double[] values, int exponent, Analysis analysis) {
    this.series = series;
    this.offset = offset;
    this.values = values;
    this.exponent = exponent;
    this.analysis = analysis;
    borders.add(0);
    borders.add(values.length);
    for (Split split : analysis.splits()) {
      if (split.kind() != Kind.VARIANCE) {
        borders.add(split.from());
        borders.add(split.to());
      }
    }
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    for (Split split : analysis.splits()) {
      findings.add(
          switch (split.kind()) {
            case DRIFT -> drift(split);
            case VARIANCE -> variance(split);
            default -> step(split);
          });
    }
    for (int i = 0; i < analysis.spans().size(); ) {
      int first = i++;
      // Pieces were judged apart; modes that go on are one finding.
      while (i < analysis.spans().size()
          && analysis.spans().get(i).from() == analysis.spans().get(i - 1).to()) {
        i++;
      }
      findings.add(modes(analysis.spans().get(first), analysis.spans().get(i - 1).to()));
    }
    analysis.spikes().forEach(spike -> findings.add(spike(spike)));
    findings.sort(Comparator.comparingInt(Finding::at).thenComparing(Finding::kind));
    return findings;
  }

  private Finding step(Split split) {
    int start = borders.lower(split.at());
    int end = borders.higher(split.at());
    int from = Math.max(start, split.at() - NEIGHBOURHOOD);
    double[] single = analysis.single();
    double[] near = Arrays.copyOfRange(single, from, Math.min(end, split.at() + NEIGHBOURHOOD));
    Location location = Location.of(near, split.at() - from, CONFIDENCE);
    int at = from + location.likeliest();
    double left = Robust.median(single, start, at);
    double right = Robust.median(single, at, end);
    for (int i = 0; i < near.length; i++) {
      near[i] -= from + i < at ? left : right;
    }
    double before = Robust.median(values, start, at);
    return new Builder(split.kind(), at)
        .between(from + location.earliest(), from + location.latest())
        .levels(before, before + (right - left), Robust.sigma(near, 0))
        .found(split)
        .build("%d points before, %d after", at - start, end - at);
  }

  private Finding drift(Split split) {
    double[] rests = Arrays.copyOfRange(analysis.single(), split.from(), split.to());
    Trend trend = Trend.of(rests);
    int last = rests.length - 1;
    for (int i = 0; i <= last; i++) {
      rests[i] -= trend.level(i);
    }
    double before =
        Robust.median(values, split.from(), split.to()) + trend.level(0) - trend.middle();
    return new Builder(Kind.DRIFT, split.from())
        .between(split.from(), split.to() - 1)
        .levels(before, before + trend.level(last) - trend.level(0), Robust.sigma(rests, 0))
        .found(split)
        .build("over %d points, told better by a line than by a step", rests.length);
  }

  private Finding variance(Split split) {
    double before = analysis.scatter(split.from(), split.at());
    double after = analysis.scatter(split.at(), split.to());
    Builder builder = new Builder(Kind.VARIANCE, split.at()).levels(before, after, 0).found(split);
    builder.effect = after > before ? Effect.WORSE : Effect.BETTER;
    return builder.build(
        "standard deviation of %d points before, %d after",
        split.at() - split.from(), split.to() - split.at());
  }

  private Finding modes(Span span, int end) {
    Modes modes = span.modes();
    boolean upper = 2 * modes.uppers() > span.to() - span.from();
    double usual = upper ? modes.upper() : modes.lower();
    double other = upper ? modes.lower() : modes.upper();
    double sigma = (modes.upper() - modes.lower()) / modes.separation();
    Builder builder =
        new Builder(Kind.MODE_SWITCH, span.from())
            .between(span.from(), end - 1)
            .levels(usual, other, sigma);
    builder.confirmed = true;
    builder.effect = Effect.UNKNOWN;
    return builder.build(
        "%d switches between two levels in the first %d of %d points",
        modes.switches(), span.to() - span.from(), end - span.from());
  }

  private Finding spike(Spike spike) {
    double value = values[spike.at()];
    double sigmas = Math.abs(spike.rest()) / spike.sigma();
    Builder builder =
        new Builder(Kind.SPIKE, spike.at()).levels(value - spike.rest(), value, spike.sigma());
    builder.pValue =
        OptionalDouble.of(Math.min(1, spike.points() * Erfc.value(sigmas / Math.sqrt(2))));
    return builder.build("one of %d points at this level", spike.points());
  }

  /** A finding in the making. */
  private final class Builder {
    private final Kind kind;
    private final int at;
    private int earliest;
    private int latest;
    private double before;
    private double after;
    private OptionalDouble sigmas = OptionalDouble.empty();
    private OptionalDouble pValue = OptionalDouble.empty();
    private boolean confirmed;
    private Effect effect;

    Builder(Kind kind, int at) {
      this.kind = kind;
      this.at = at;
      this.earliest = at;
      this.latest = at;
    }

    Builder between(int first, int last) {
      earliest = first;
      latest = last;
      return this;
    }

    Builder levels(double from, double to, double sigma) {
      before = Math.scalb(from, -exponent);
      after = Math.scalb(to, -exponent);
      sigmas = sigma > 0 ? OptionalDouble.of((to - from) / sigma) : OptionalDouble.empty();
      effect = series.preference().of(from, to);
      return this;
    }

    Builder found(Split split) {
      pValue = OptionalDouble.of(split.pValue());
      confirmed = split.confirmed();
      return this;
    }

    Finding build(String evidence, Object... figures) {
      double relative = after / before - 1;
      return new Finding(
          series.name(),
          kind,
          offset + at,
          series.indexes()[offset + at],
          series.indexes()[offset + earliest],
          series.indexes()[offset + latest],
          before,
          after,
          Double.isFinite(relative) ? OptionalDouble.of(relative) : OptionalDouble.empty(),
          sigmas,
          pValue,
          confirmed,
          effect,
          evidence.formatted(figures));
    }
  }
}
