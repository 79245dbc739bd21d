package assay.reports.site;

import assay.reports.change.Finding;
import assay.reports.change.Kind;
import assay.reports.history.RunLine;
import assay.reports.text.Plain;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says what happened. */
record Sentences(Chronicle chronicle) {

  /** {@code 3 regressions and 1 improvement since v1.2 (2026-03-04)}: of what matters. */
  String headline(List<Change> news) {
    return chronicle.told() == 0
        ? "Too few runs to tell what changed since " + since()
        : "%s since %s".formatted(counted(news), since());
  }

  String since() {
    Since since = chronicle.since();
    return since.at().toEpochMilli() == 0
        ? since.name()
        : "%s (%s)".formatted(since.name(), Figures.day(since.at().toEpochMilli()));
  }

  private static String counted(List<Change> news) {
    List<String> parts = new ArrayList<>();
    add(parts, count(news, "worse"), "regression", "regressions");
    add(parts, count(news, "better"), "improvement", "improvements");
    return parts.isEmpty() ? "No regression" : String.join(" and ", parts);
  }

  private static long count(List<Change> news, String word) {
    return news.stream().filter(each -> each.word().equals(word)).count();
  }

  private static void add(List<String> parts, long count, String one, String many) {
    if (count > 0) {
      parts.add(count + " " + (count == 1 ? one : many));
    }
  }

  /** Of a chart: {@code time per op: 4.2 % worse since 2026-03-04}. */
  String title(Story story, Track track) {
    String name = Figures.metric(track.metric());
    List<Change> news = chronicle.news(story, track);
    if (news.isEmpty()) {
      String last = Figures.value(track.last().value(), track.metric());
      if (track.parts().stream().noneMatch(Judged::canTell)) {
        return "%s: %s; too few runs to tell a change".formatted(name, last);
      }
      return "%s: no change since %s, last %s".formatted(name, since(), last);
    }
    Change last = mainOf(news);
    return "%s: %s, %s%s"
        .formatted(
            name,
            size(last),
            Figures.day(last.millis()),
            news.size() > 1 ? "; %d changes since %s".formatted(news.size(), since()) : "");
  }

  /** The last that matters, or the last of all. */
  static Change mainOf(List<Change> news) {
    return news.stream()
        .filter(Change::matters)
        .reduce((one, later) -> later)
        .orElseGet(news::getLast);
  }

  /** {@code +4.2 % (+3.9 to +4.5 %), worse}. */
  String size(Change change) {
    Finding finding = change.finding();
    String what =
        switch (finding.kind()) {
          case STEP, DRIFT, SPIKE ->
              relative(change)
                  .orElseGet(() -> "from 0 to " + Figures.value(finding.after(), metric(change)));
          case VARIANCE -> "scatter " + relative(change).orElse("from none");
          case MODE_SWITCH -> "two levels in turn, " + relative(change).orElse("one of them 0");
        };
    return what + verdict(change);
  }

  private static String verdict(Change change) {
    return switch (change.finding().kind()) {
      case STEP, DRIFT -> change.matters() ? ", " + change.word() : ", too small to matter";
      case VARIANCE, MODE_SWITCH, SPIKE -> "";
    };
  }

  private static Optional<String> relative(Change change) {
    Finding finding = change.finding();
    return change
        .part()
        .relative(finding)
        .map(of -> Figures.signed(of.estimate()) + " " + Figures.range(of))
        .or(() ->
            finding.relative().isPresent()
                ? Optional.of(Figures.signed(finding.relative().getAsDouble()))
                : Optional.empty());
  }

  private static assay.reports.history.Metric metric(Change change) {
    return change.track().metric();
  }

  /** {@code 812 µs to 846 µs}. */
  String levels(Change change) {
    Finding finding = change.finding();
    return "%s to %s"
        .formatted(
            Figures.value(finding.before(), metric(change)),
            Figures.value(finding.after(), metric(change)));
  }

  /** The commit that had it first, or the run where nobody said. */
  String culprit(Change change) {
    RunLine run = run(change.run());
    return run.commit().isEmpty() ? Plain.of(run.id()) : shortly(run.commit());
  }

  /** Which run had it first, of which commit, and where else it may have begun. */
  String where(Change change) {
    RunLine run = run(change.run());
    Finding finding = change.finding();
    String between =
        finding.kind() == Kind.DRIFT || finding.earliest() == finding.latest()
            ? ""
            : "; with 95 %% confidence between %s and %s"
                .formatted(name(finding.earliest()), name(finding.latest()));
    return "%s %s%s%s"
        .formatted(
            finding.kind() == Kind.DRIFT ? "from run" : "first in run",
            Plain.of(run.id()),
            commit(change, run),
            between);
  }

  private String commit(Change change, RunLine run) {
    if (run.commit().isEmpty()) {
      return "";
    }
    int at = change.finding().at();
    String before = at == 0 ? "" : run(change.part().series().runs()[at - 1]).commit();
    boolean same = before.isEmpty() || before.equals(run.commit());
    return same
        ? " of commit " + shortly(run.commit())
        : " of commit %s, the run before was of %s"
            .formatted(shortly(run.commit()), shortly(before));
  }

  private String name(long place) {
    return Plain.of(run((int) place).id());
  }

  RunLine run(int place) {
    return chronicle.runs().get(place);
  }

  static String shortly(String commit) {
    return Plain.cut(Plain.of(commit), 24);
  }

  static String kind(Kind kind) {
    return switch (kind) {
      case STEP -> "step";
      case DRIFT -> "drift";
      case SPIKE -> "spike";
      case VARIANCE -> "scatter";
      case MODE_SWITCH -> "two modes";
    };
  }
}
