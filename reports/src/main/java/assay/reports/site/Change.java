package assay.reports.site;

import assay.reports.change.Finding;
import assay.reports.change.Preference.Effect;
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

  Effect effect() {
    return finding.effect();
  }
}
