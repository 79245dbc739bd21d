package assay.reports.site;

import assay.reports.change.Finding;
import assay.reports.change.Kind;
import assay.reports.change.Preference.Effect;
import assay.reports.summary.Metric;
import java.util.Comparator;

/** Something that happened to a figure. */
record Change(Story story, Track track, Judged part, Finding finding) {

  /** The largest first; what has no ratio comes last. */
  static final Comparator<Change> BY_SIZE =
      Comparator.comparingDouble((Change each) -> -Math.abs(each.finding().relative().orElse(0)))
          .thenComparing(each -> each.story().names().caseId())
          .thenComparingInt(each -> each.finding().at());

  long millis() {
    return part.series().startedAtMillis()[finding.at()];
  }

  int run() {
    return part.series().runs()[finding.at()];
  }

  /** Whether the level moved by as much as a gate would mind. */
  boolean matters() {
    boolean ofLevel = finding.kind() == Kind.STEP || finding.kind() == Kind.DRIFT;
    return ofLevel
        && (finding.relative().isEmpty()
            || Math.abs(Math.log1p(finding.relative().getAsDouble())) >= Math.log(threshold()));
  }

  /** Figures of other tools are taken for speeds. */
  private double threshold() {
    var metric = track.metric().usual();
    if (metric.equals(assay.reports.history.Metric.P99)) {
      return Metric.P99.threshold();
    }
    if (metric.isEnergy() || metric.isNetEnergy()) {
      return Metric.ENERGY.threshold();
    }
    if (metric.equals(assay.reports.history.Metric.NMSE)) {
      return Metric.NMSE.threshold();
    }
    return metric.equals(assay.reports.history.Metric.MAX_ERROR)
        ? Metric.MAX_ERROR.threshold()
        : Metric.SPEED.threshold();
  }

  /** {@code worse} or {@code better} where it matters, else {@code changed}. */
  String word() {
    return !matters() || effect() == Effect.UNKNOWN
        ? "changed"
        : effect() == Effect.WORSE ? "worse" : "better";
  }

  Effect effect() {
    return finding.effect();
  }
}
