package assay.reports.judge;

import assay.reports.judge.Contest.Entry;
import assay.reports.judge.Contest.Task;
import assay.reports.statistics.Quantiles;
import assay.reports.summary.RunSummary;
import assay.reports.summary.Units;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which chip of a run does a spec fastest, each by the best backend that it was given.
 *
 * <p>Inputs lie in each chip's own memory before the clock starts, so what it takes to bring them
 * there is no part of it.
 *
 * @param tasks that several chips were asked for; entries one a chip, the fastest first
 */
public record ChipRanking(List<Task> tasks) {

  public static ChipRanking of(RunSummary run) {
    return new ChipRanking(Contest.ofChips(run).tasks());
  }

  /** As {@link Entry#standing}, but nobody is the fastest of one. */
  public static String standing(Task task, Entry entry) {
    return entry.isFastest() && Champion.lead(task).isEmpty() ? "ALONE" : entry.standing();
  }

  /** Whether any two chips were told apart, or told the same. */
  public boolean tells() {
    return tasks.stream()
        .flatMap(task -> task.entries().stream())
        .flatMap(entry -> entry.verdict().stream())
        .anyMatch(verdict -> verdict == Verdict.SLOWER || verdict == Verdict.SAME);
  }

  /** How often each chip is fastest; empty where no two did the same. */
  public Optional<String> sentence() {
    List<Task> compared = tasks.stream().filter(task -> Champion.lead(task).isPresent()).toList();
    if (compared.isEmpty()) {
      return Optional.empty();
    }
    Map<String, List<Task>> led =
        compared.stream()
            .filter(ChipRanking::isTold)
            .collect(
                Collectors.groupingBy(
                    task -> task.any().place().name(), LinkedHashMap::new, Collectors.toList()));
    List<String> parts = new ArrayList<>();
    led.forEach((chip, own) ->
        parts.add(
            "%s is fastest in %d (in the median %s ahead)".formatted(chip, own.size(), lead(own))));
    long open = compared.size() - led.values().stream().mapToInt(List::size).sum();
    if (open > 0) {
      parts.add("%d %s not told apart".formatted(open, open == 1 ? "is" : "are"));
    }
    return Optional.of(
        "Of %d %s that several chips did, %s."
            .formatted(
                compared.size(),
                compared.size() == 1 ? "spec" : "specs",
                String.join("; ", parts)));
  }

  private static boolean isTold(Task task) {
    return task.entries().stream()
        .filter(entry -> entry.measured().isValid() && !entry.isFastest())
        .map(Entry::verdict)
        .allMatch(Optional.of(Verdict.SLOWER)::equals);
  }

  private static String lead(List<Task> led) {
    return Units.ratio(
        Quantiles.median(
            led.stream().mapToDouble(task -> Champion.lead(task).orElseThrow()).toArray()));
  }
}
