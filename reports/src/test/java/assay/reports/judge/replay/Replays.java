package assay.reports.judge.replay;

import assay.reports.judge.Comparison;
import assay.reports.record.CaseRecord;
import assay.reports.record.ForkRecord;
import assay.reports.record.RunRecord;
import assay.reports.record.RunStore;
import assay.reports.sample.SampleCase;
import assay.reports.sample.SampleRun;
import assay.reports.summary.RunSummary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/**
 * How often verdicts on real forks are wrong: both sides of a comparison are drawn from the
 * recorded forks of one build, so that every FASTER or SLOWER is a false alarm.
 *
 * <p>Arguments: seed, forks a side, then run folders of one build on one machine, best from {@code
 * run --aa} with many forks. Needs twice as many forks of a case as a side draws.
 */
public final class Replays {

  private static final int FAMILY = 100;
  private static final int REPLAYS = 200;

  private final Random random;
  private final int forks;
  private final List<List<ForkRecord>> pools;
  private final CaseRecord made = new SampleCase(1).matmul("f32", 64, 1, 64, "v", 100, 0);

  private Replays(long seed, int forks, List<List<ForkRecord>> pools) {
    this.random = new Random(seed);
    this.forks = forks;
    this.pools = pools;
  }

  public static void main(String[] arguments) {
    int forks = Integer.parseInt(arguments[1]);
    List<RunRecord> runs =
        Stream.of(arguments).skip(2).map(each -> new RunStore().read(Path.of(each))).toList();
    Replays replays = new Replays(Long.parseLong(arguments[0]), forks, pools(runs, 2 * forks));
    System.out.printf(
        Locale.ROOT, "%d cases with at least %d forks%n", replays.pools.size(), 2 * forks);
    for (double planted : new double[] {1, 1.03, 1.05}) {
      replays.run(planted);
    }
  }

  /** Valid cases by id, the forks of all runs together. */
  private static List<List<ForkRecord>> pools(List<RunRecord> runs, int least) {
    java.util.Map<String, List<ForkRecord>> pools = new java.util.LinkedHashMap<>();
    for (RunRecord run : runs) {
      for (CaseRecord each : run.cases()) {
        if (each.status().state() == CaseRecord.State.VALID) {
          pools.computeIfAbsent(each.id(), id -> new ArrayList<>()).addAll(each.forks());
        }
      }
    }
    return pools.values().stream().filter(pool -> pool.size() >= least).toList();
  }

  private void run(double planted) {
    int families = 0;
    int told = 0;
    int right = 0;
    for (int replay = 0; replay < REPLAYS; replay++) {
      Comparison found = replay(planted);
      long different = found.rows().stream().filter(row -> row.verdict().isDifferent()).count();
      families += different > 0 ? 1 : 0;
      told += (int) different;
      right += (int) found.count(assay.reports.judge.Verdict.SLOWER);
    }
    System.out.printf(
        Locale.ROOT,
        "planted %.0f %%: %d of %d families with a verdict; %d of %d cases told, %d of them SLOWER%n",
        100 * (planted - 1),
        families,
        REPLAYS,
        told,
        REPLAYS * FAMILY,
        right);
  }

  private Comparison replay(double planted) {
    List<CaseRecord> baseline = new ArrayList<>();
    List<CaseRecord> contender = new ArrayList<>();
    for (int row = 0; row < FAMILY; row++) {
      List<ForkRecord> pool = new ArrayList<>(pools.get(random.nextInt(pools.size())));
      Collections.shuffle(pool, random);
      baseline.add(of(row, pool.subList(0, forks), 1));
      contender.add(of(row, pool.subList(forks, 2 * forks), planted));
    }
    return Comparison.ofRuns(
        RunSummary.of(SampleRun.of(baseline, "cpu")),
        RunSummary.of(SampleRun.of(contender, "cpu")));
  }

  private CaseRecord of(int row, List<ForkRecord> forks, double factor) {
    ForkRecord[] all = new ForkRecord[forks.size()];
    for (int round = 0; round < all.length; round++) {
      ForkRecord own = forks.get(round);
      all[round] =
          new ForkRecord(
              round,
              own.startedAt(),
              own.prepareNanos(),
              List.of(),
              own.iterations().stream().map(each -> slowed(each, factor)).toList(),
              null,
              own.hardware(),
              own.outcome());
    }
    var key = made.key();
    return SampleCase.withKey(
        SampleCase.withForks(made, Arrays.asList(all)),
        new CaseRecord.Key(
            "matmul:f32*f32:m%d,n1,k64".formatted(row + 1), "v", "", "gpu", 1, "hot", key.fill()));
  }

  private static ForkRecord.Iteration slowed(ForkRecord.Iteration own, double factor) {
    return new ForkRecord.Iteration(own.operations(), Math.round(own.nanos() * factor));
  }
}
