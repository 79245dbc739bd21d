package assay.reports.judge;

import assay.reports.judge.Contest.Entry;
import assay.reports.judge.Contest.Task;
import assay.reports.statistics.Quantiles;
import assay.reports.summary.CaseSummary;
import assay.reports.summary.CeilingShare;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Who is best at one operation in one format.
 *
 * @param name who is the fastest in the most tasks; ties go to the one named first
 * @param fastest in how many tasks
 * @param tasks that anybody did
 * @param rivals who could not be told slower in some task that {@code name} leads
 * @param lead median speed over the next one's; empty where nobody else ran
 * @param ceiling median share of the binding ceiling in the tasks it leads
 * @param nmse the largest in these
 */
public record Champion(
    String group,
    String format,
    String name,
    long fastest,
    long tasks,
    List<String> rivals,
    Optional<Double> lead,
    Optional<Double> ceiling,
    Optional<Double> nmse) {

  private record Field(String group, String format) {}

  /** One of each operation and format that has a valid case, in order of appearance. */
  public static List<Champion> of(Contest contest) {
    Map<Field, List<Task>> fields =
        contest.tasks().stream()
            .filter(task -> task.any().isValid())
            .collect(
                Collectors.groupingBy(
                    task -> new Field(task.any().group(), task.any().format()),
                    LinkedHashMap::new,
                    Collectors.toList()));
    List<Champion> champions = new ArrayList<>();
    fields.forEach((field, tasks) -> champions.add(of(field, tasks)));
    return champions;
  }

  private static Champion of(Field field, List<Task> tasks) {
    Map<String, List<Task>> led =
        tasks.stream()
            .collect(
                Collectors.groupingBy(
                    task -> task.entries().getFirst().name(),
                    LinkedHashMap::new,
                    Collectors.toList()));
    String name = "";
    for (String each : led.keySet()) {
      name = name.isEmpty() || led.get(each).size() > led.get(name).size() ? each : name;
    }
    List<Task> own = led.get(name);
    return new Champion(
        field.group(),
        field.format(),
        name,
        own.size(),
        tasks.size(),
        rivals(own),
        median(own.stream().flatMap(task -> lead(task).stream()).toList()),
        median(
            own.stream()
                .flatMap(task -> task.any().ceiling().stream())
                .map(CeilingShare::share)
                .toList()),
        own.stream()
            .flatMap(task -> Optional.ofNullable(task.any().record().accuracy()).stream())
            .map(accuracy -> accuracy.nmse())
            .max(Comparator.naturalOrder()));
  }

  private static List<String> rivals(List<Task> own) {
    return List.copyOf(
        own.stream()
            .flatMap(task -> task.entries().stream())
            .filter(entry -> entry.verdict().filter(each -> each != Verdict.SLOWER).isPresent())
            .map(Entry::name)
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  /** Speed of the first over the next one's; empty where nobody else has a valid case. */
  static Optional<Double> lead(Task task) {
    return task.entries().stream()
        .skip(1)
        .filter(entry -> entry.measured().isValid())
        .findFirst()
        .map(next -> nanos(next.measured()) / nanos(task.any()));
  }

  private static double nanos(CaseSummary each) {
    return each.speed().orElseThrow().nanosPerOp().estimate();
  }

  private static Optional<Double> median(List<Double> values) {
    return values.isEmpty()
        ? Optional.empty()
        : Optional.of(Quantiles.median(values.stream().mapToDouble(Double::doubleValue).toArray()));
  }
}
