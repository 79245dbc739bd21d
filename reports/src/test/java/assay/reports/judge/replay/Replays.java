package assay.reports.judge.replay;

import assay.reports.judge.Comparison;
import assay.reports.judge.Verdict;
import assay.reports.record.CaseRecord;
import assay.reports.record.ForkRecord;
import assay.reports.record.RunRecord;
import assay.reports.record.RunStore;
import assay.reports.sample.SampleCase;
import assay.reports.sample.SampleRun;
import assay.reports.summary.RunSummary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * How often verdicts on real forks are wrong, and how often they find what was planted: both sides
 * of a comparison are drawn from the recorded forks of one build, so that every FASTER or SLOWER of
 * an unplanted comparison is a false alarm.
 *
 * <p>Arguments: seed, forks a side, a folder made by {@code run --aa}, best with many forks.
 */
public final class Replays {

  private static final int FAMILY = 100;
  private static final int REPLAYS = 200;

  private final Random random;
  private final int forks;
  private final List<List<Round>> pools;
  private final CaseRecord made = new SampleCase(1).matmul("f32", 64, 1, 64, "v", 100, 0);

  /** Two forks that were measured in turns. */
  private record Round(ForkRecord one, ForkRecord other) {
    Round swapped() {
      return new Round(other, one);
    }
  }

  private Replays(long seed, int forks, List<List<Round>> pools) {
    this.random = new Random(seed);
    this.forks = forks;
    this.pools = pools;
  }

  public static void main(String[] arguments) {
    int forks = Integer.parseInt(arguments[1]);
    Path folder = Path.of(arguments[2]);
    RunRecord first = new RunStore().read(folder.resolve("a"));
    RunRecord second = new RunStore().read(folder.resolve("b"));
    List<List<Round>> pools = pools(first, second, forks);
    Replays replays = new Replays(Long.parseLong(arguments[0]), forks, pools);
    System.out.printf(
        Locale.ROOT,
        "%d cases of %d with %d valid rounds or more; %d families of %d cases, %d forks a side%n",
        pools.size(),
        first.cases().size(),
        forks,
        REPLAYS,
        FAMILY,
        forks);
    for (boolean inTurns : new boolean[] {true, false}) {
      for (double planted : new double[] {1, 1.03, 1 / 1.03, 1.05, 1.1}) {
        replays.run(planted, inTurns);
      }
    }
  }

  private static List<List<Round>> pools(RunRecord first, RunRecord second, int least) {
    List<List<Round>> pools = new ArrayList<>();
    for (CaseRecord each : first.cases()) {
      List<Round> pool = new ArrayList<>();
      second.cases().stream()
          .filter(other -> other.id().equals(each.id()) && isValid(other) && isValid(each))
          .forEach(other -> addRounds(pool, each, other));
      if (pool.size() >= least) {
        pools.add(pool);
      }
    }
    return pools;
  }

  private static boolean isValid(CaseRecord each) {
    return each.status().state() == CaseRecord.State.VALID;
  }

  private static void addRounds(List<Round> pool, CaseRecord one, CaseRecord other) {
    for (ForkRecord fork : one.forks()) {
      other.forks().stream()
          .filter(each -> each.round() == fork.round())
          .forEach(each -> pool.add(new Round(fork, each)));
    }
  }

  private void run(double planted, boolean inTurns) {
    int families = 0;
    int told = 0;
    int slower = 0;
    int together = 0;
    for (int replay = 0; replay < REPLAYS; replay++) {
      Comparison found = replay(planted, inTurns);
      long different = found.rows().stream().filter(row -> row.verdict().isDifferent()).count();
      boolean asOne =
          found.together().stream().anyMatch(each -> each.judgement().verdict().isDifferent());
      families += different > 0 || asOne ? 1 : 0;
      together += asOne ? 1 : 0;
      told += (int) different;
      slower += (int) found.count(Verdict.SLOWER);
    }
    System.out.printf(
        Locale.ROOT,
        "%s, planted %+.1f %%: %d of %d families with a verdict, %d told together; %d of %d cases told, %d of them SLOWER%n",
        inTurns ? "in turns" : "apart",
        100 * (planted - 1),
        families,
        REPLAYS,
        together,
        told,
        REPLAYS * FAMILY,
        slower);
  }

  private Comparison replay(double planted, boolean inTurns) {
    List<CaseRecord> baseline = new ArrayList<>();
    List<CaseRecord> contender = new ArrayList<>();
    for (int row = 0; row < FAMILY; row++) {
      List<Round> drawn = draw(inTurns);
      baseline.add(of(row, drawn.stream().map(Round::one).toList(), 1));
      contender.add(of(row, drawn.stream().map(Round::other).toList(), planted));
    }
    return Comparison.ofRuns(summary(baseline, inTurns), summary(contender, inTurns));
  }

  /** Which side a fork was of is drawn too, so that nothing that one half had can be learnt. */
  private List<Round> draw(boolean inTurns) {
    List<Round> pool = new ArrayList<>(pools.get(random.nextInt(pools.size())));
    Collections.shuffle(pool, random);
    List<Round> drawn =
        pool.subList(0, forks).stream()
            .map(each -> random.nextBoolean() ? each : each.swapped())
            .toList();
    return inTurns ? drawn : apart(drawn);
  }

  /** Forks of different rounds against each other. */
  private static List<Round> apart(List<Round> drawn) {
    List<Round> apart = new ArrayList<>();
    for (int i = 0; i < drawn.size(); i++) {
      apart.add(new Round(drawn.get(i).one(), drawn.get((i + 1) % drawn.size()).other()));
    }
    return apart;
  }

  private static RunSummary summary(List<CaseRecord> cases, boolean inTurns) {
    RunRecord run = SampleRun.of(cases, "cpu");
    return RunSummary.of(inTurns ? SampleRun.inTurns(run, "replayed") : run);
  }

  private CaseRecord of(int row, List<ForkRecord> forks, double factor) {
    List<ForkRecord> all = new ArrayList<>();
    for (int round = 0; round < forks.size(); round++) {
      ForkRecord own = forks.get(round);
      all.add(
          new ForkRecord(
              round,
              own.startedAt(),
              own.prepareNanos(),
              List.of(),
              own.iterations().stream().map(each -> slowed(each, factor)).toList(),
              null,
              own.hardware(),
              own.outcome()));
    }
    var key = made.key();
    return SampleCase.withKey(
        SampleCase.withForks(made, all),
        new CaseRecord.Key(
            "matmul:f32*f32:m%d,n1,k64".formatted(row + 1), "v", "", "gpu", 1, "hot", key.fill()));
  }

  private static ForkRecord.Iteration slowed(ForkRecord.Iteration own, double factor) {
    return new ForkRecord.Iteration(own.operations(), Math.round(own.nanos() * factor));
  }
}
