package assay.bench.run;

import assay.probe.Machine;
import assay.probe.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/**
 * Whether a run may go on here: forks of one case are comparable only when the same code ran in the
 * same JVM on the same machine.
 */
public final class Resumption {

  private Resumption() {}

  /**
   * @param now as a run that begins here and now would journal it
   * @throws RunFolderException naming everything that differs
   */
  public static void require(RunFolder folder, JournalLine.Begun begun, JournalLine.Begun now) {
    List<String> differences = differences(begun, now);
    if (!differences.isEmpty()) {
      throw new RunFolderException(
          "%s cannot go on here, since its forks would not be comparable: %s; go on where it was begun, or start a new run"
              .formatted(folder, String.join(", ", differences)));
    }
  }

  static List<String> differences(JournalLine.Begun begun, JournalLine.Begun now) {
    List<String> differences = new ArrayList<>();
    if (!begun.build().equals(now.build())) {
      differences.add("the build was %s and is %s".formatted(build(begun), build(now)));
    }
    compare("the JVM", begun.jvm(), now.jvm(), differences);
    var names = new TreeSet<>(begun.invocation().environment().keySet());
    names.addAll(now.invocation().environment().keySet());
    for (String name : names) {
      compare(
          name,
          begun.invocation().environment().getOrDefault(name, "unset"),
          now.invocation().environment().getOrDefault(name, "unset"),
          differences);
    }
    Machine was = begun.machine();
    Machine is = now.machine();
    compare("the host", text(was.host().name()), text(is.host().name()), differences);
    compare("the processor", text(was.cpu().name()), text(is.cpu().name()), differences);
    compare(
        "the number of cores",
        text(was.cpu().logicalCores()),
        text(is.cpu().logicalCores()),
        differences);
    compare("the caches", caches(was), caches(is), differences);
    return differences;
  }

  private static void compare(String what, Object was, Object is, List<String> differences) {
    if (!Objects.equals(was, is)) {
      differences.add("%s was %s and is %s".formatted(what, was, is));
    }
  }

  private static String build(JournalLine.Begun begun) {
    return "%s %s (%.12s)".formatted(begun.tool().version(), begun.tool().commit(), begun.build());
  }

  private static String text(Reading<?> reading) {
    return reading.asOptional().map(Object::toString).orElse("unknown");
  }

  private static List<String> caches(Machine machine) {
    return machine.caches().stream()
        .map(cache ->
            "%d x L%d %s of %d bytes"
                .formatted(cache.instances(), cache.level(), cache.type(), cache.bytes()))
        .toList();
  }
}
