package assay.bench.run;

import assay.bench.subject.SliceWatch;
import assay.bench.sustain.LoadTime;
import assay.reports.record.CaseRecord;
import assay.reports.record.ForkRecord;
import assay.reports.record.Sustained.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * When the course of a load is not the case's own. That it became slower is what a load is for;
 * that somebody else had the processor meanwhile is not, and is told with the times.
 */
final class SustainedTrust {

  /** Of the time; less moves neither the settled level nor the first minute by much. */
  private static final double DISTURBED_SHARE = 0.05;

  /** Stretches that are named. */
  private static final int MOST_NAMED = 5;

  private SustainedTrust() {}

  static boolean isOf(CaseRecord one) {
    return one.forks().stream().anyMatch(fork -> fork.sustained() != null);
  }

  /** Why the host's part of it is not to be believed. */
  static List<String> disturbances(CaseRecord one) {
    List<String> reasons = new ArrayList<>();
    for (ForkRecord fork : one.forks()) {
      if (fork.sustained() != null) {
        List<Slice> slices = fork.sustained().slices();
        disturbance(slices, SliceWatch.FOREIGN, TrustRules.FOREIGN_SHARE, "other programs took")
            .forEach(reasons::add);
        disturbance(slices, SliceWatch.STEAL, TrustRules.STOLEN_SHARE, "the hypervisor gave others")
            .forEach(reasons::add);
      }
    }
    return reasons;
  }

  private static List<String> disturbance(
      List<Slice> slices, String channel, double limit, String who) {
    List<Slice> disturbed = slices.stream().filter(slice -> share(slice, channel) > limit).toList();
    double all = slices.stream().mapToDouble(Slice::seconds).sum();
    double lost = disturbed.stream().mapToDouble(Slice::seconds).sum();
    if (lost <= DISTURBED_SHARE * all) {
      return List.of();
    }
    double most = disturbed.stream().mapToDouble(slice -> share(slice, channel)).max().orElse(0);
    return List.of(
        String.format(
            Locale.ROOT,
            "disturbed: %s up to %.0f %% of this machine's CPU time in %d of %d slices, %s",
            who,
            100 * most,
            disturbed.size(),
            slices.size(),
            stretches(disturbed)));
  }

  private static double share(Slice slice, String channel) {
    var mean = slice.means().get(channel);
    return mean == null ? 0 : mean.asOptional().orElse(0.0);
  }

  private static String stretches(List<Slice> slices) {
    List<String> named = new ArrayList<>();
    int from = 0;
    for (int i = 1; i <= slices.size(); i++) {
      if (i == slices.size() || !follows(slices.get(i - 1), slices.get(i))) {
        named.add(
            "%s to %s"
                .formatted(
                    LoadTime.text(slices.get(from).startSeconds()),
                    LoadTime.text(end(slices.get(i - 1)))));
        from = i;
      }
    }
    int more = named.size() - MOST_NAMED;
    return more > 0
        ? "at %s and %d more stretches"
            .formatted(String.join(", ", named.subList(0, MOST_NAMED)), more)
        : "at " + String.join(", ", named);
  }

  private static boolean follows(Slice first, Slice second) {
    return second.startSeconds() - end(first) < first.seconds() / 2;
  }

  private static double end(Slice slice) {
    return slice.startSeconds() + slice.seconds();
  }
}
