package assay.reports.judge;

import assay.reports.judge.Comparison.Row;

/** A case and a metric in which the sides were told apart. */
public record Hit(Row row, Judgement judgement) {

  public boolean isWorse() {
    return judgement.verdict() == Verdict.SLOWER;
  }

  /** Contender's cost over baseline's. */
  public double costRatio() {
    return 1 / judgement.ratio().orElseThrow().estimate();
  }
}
