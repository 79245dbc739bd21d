package assay.bench.run;

import assay.bench.subject.SliceWatch;
import assay.bench.sustain.LoadTime;
import assay.reports.record.CaseRecord;
import assay.reports.record.ForkRecord;
import assay.reports.record.ForkRecord.Iteration;
import assay.reports.record.Sustained;
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

  private static final String FOREIGN =
      "other programs took up to %.0f %% of this machine's CPU time";

  private static final String STOLEN =
      "the hypervisor gave others up to %.0f %% of this machine's CPU time";

  private static final String STALLED =
      "tasks waited for memory to become free in up to %.0f %% of the time";

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
        disturbance(slices, SliceWatch.FOREIGN, TrustRules.FOREIGN_SHARE, FOREIGN)
            .forEach(reasons::add);
        disturbance(slices, SliceWatch.STEAL, TrustRules.STOLEN_SHARE, STOLEN)
            .forEach(reasons::add);
        disturbance(slices, SliceWatch.STALLED, TrustRules.STALLED_SHARE, STALLED)
            .forEach(reasons::add);
      }
    }
    return reasons;
  }

  /**
   * One a slice. Those in which others had the processor are no evidence of what the case can do,
   * unless that is most of them: then there is no quiet part to tell from the rest.
   */
  static List<Iteration> iterations(Sustained load) {
    List<String> excluded = load.slices().stream().map(slice -> disturbance(load, slice)).toList();
    long disturbed = excluded.stream().filter(reason -> !reason.isEmpty()).count();
    boolean mostly = 2 * disturbed > excluded.size();
    List<Iteration> iterations = new ArrayList<>();
    for (int i = 0; i < excluded.size(); i++) {
      Slice slice = load.slices().get(i);
      iterations.add(
          new Iteration(slice.operations(), slice.nanos(), mostly ? "" : excluded.get(i)));
    }
    return iterations;
  }

  /** A device's queue does not wait for a busy host. */
  private static String disturbance(Sustained load, Slice slice) {
    if (load.channels().stream().anyMatch(channel -> channel.id().startsWith("gpu/"))) {
      return "";
    }
    double foreign = share(slice, SliceWatch.FOREIGN);
    double stolen = share(slice, SliceWatch.STEAL);
    return stolen > TrustRules.STOLEN_SHARE
        ? percent("the hypervisor took %.0f %% of the CPU time", stolen)
        : foreign > TrustRules.FOREIGN_SHARE
            ? percent("other programs took %.0f %% of the CPU time", foreign)
            : "";
  }

  private static String percent(String text, double share) {
    return String.format(Locale.ROOT, text, 100 * share);
  }

  private static List<String> disturbance(
      List<Slice> slices, String channel, double limit, String what) {
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
            "disturbed: %s in %d of %d slices, %s",
            String.format(Locale.ROOT, what, 100 * most),
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
