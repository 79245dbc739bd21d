package assay.reports.judge;

import assay.reports.judge.Comparison.Row;
import assay.reports.statistics.Quantiles;
import assay.reports.summary.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Cases that changed alike and have something in common that the others do not have.
 *
 * @param hits at least one
 * @param cases that fit the description and could be judged, hits included
 * @param together what they cost together, where that was told and not each case by itself
 */
public record Group(
    Metric metric,
    boolean isWorse,
    Common common,
    List<Hit> hits,
    int cases,
    Optional<Together> together) {

  /** Whether what is told of its cases together holds for this one, for all that is known. */
  boolean speaksFor(Row row) {
    return together.filter(all -> all.speaksFor(row)).isPresent();
  }

  /**
   * What cases have in common; empty parts are open.
   *
   * @param bound on one letter of the shape, as in {@code k >= 4096}
   */
  record Common(
      Optional<String> backend,
      Optional<String> group,
      Optional<String> format,
      Optional<Bound> bound) {

    boolean fits(Traits traits) {
      return backend.map(traits.backend()::equals).orElse(true)
          && group.map(traits.group()::equals).orElse(true)
          && format.map(traits.format()::equals).orElse(true)
          && bound.map(each -> each.fits(traits)).orElse(true);
    }

    int conditions() {
      return (int)
          List.of(backend, group, format, bound).stream().filter(Optional::isPresent).count();
    }

    /** For people: {@code Q4_K, k >= 4096, matmul prefill, vector}. */
    String words() {
      List<String> parts = new ArrayList<>();
      format.ifPresent(parts::add);
      bound.map(Bound::words).ifPresent(parts::add);
      group.ifPresent(parts::add);
      backend.filter(each -> !each.isEmpty()).ifPresent(parts::add);
      return parts.isEmpty() ? "all cases" : String.join(", ", parts);
    }
  }

  /**
   * @param atLeast or at most
   */
  record Bound(String letter, boolean atLeast, long value) {
    boolean fits(Traits traits) {
      Long own = traits.shape().get(letter);
      return own != null && (atLeast ? own >= value : own <= value);
    }

    String words() {
      return "%s %s %d".formatted(letter, atLeast ? ">=" : "<=", value);
    }
  }

  /** The finding in a sentence: {@code Q4_K, k >= 4096, vector: 6 % slower (5 of 5 cases)}. */
  public String sentence() {
    String subject = hits.size() == 1 ? hits.getFirst().row().label() : common.words();
    String count =
        hits.size() == 1
            ? ""
            : together.isPresent()
                ? " (%d cases together)".formatted(cases)
                : " (%d of %d cases)".formatted(hits.size(), cases);
    return subject + ": " + change() + count;
  }

  private String change() {
    double cost =
        together
            .flatMap(all -> all.judgement().ratio())
            .map(ratio -> 1 / ratio.estimate())
            .orElseGet(() -> Quantiles.median(hits.stream().mapToDouble(Hit::costRatio).toArray()));
    double size = isWorse ? cost : 1 / cost;
    if (metric.isExact()) {
      return "%s %s %s".formatted(metric.title(), times(size), isWorse ? "larger" : "smaller");
    }
    if (metric == Metric.SPEED) {
      return size < 2
          ? "%.1f %% %s".formatted(percentOfSpeed(cost), isWorse ? "slower" : "faster")
          : "%s as %s".formatted(times(size), isWorse ? "slow" : "fast");
    }
    return "%s %.1f %% %s"
        .formatted(metric.title(), 100 * (size - 1), isWorse ? "higher" : "lower");
  }

  /** Of the baseline's speed. */
  private static double percentOfSpeed(double cost) {
    return 100 * Math.abs(1 / cost - 1);
  }

  private static String times(double ratio) {
    return String.format(Locale.ROOT, "%.2g times", ratio);
  }
}
