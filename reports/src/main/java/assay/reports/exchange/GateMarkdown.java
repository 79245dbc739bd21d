package assay.reports.exchange;

import assay.reports.judge.Gate;
import assay.reports.judge.Gate.Finding;
import assay.reports.judge.Gate.Item;
import assay.reports.judge.Group;
import assay.reports.judge.Hit;
import assay.reports.judge.Judgement;
import assay.reports.summary.Units;
import assay.reports.text.MarkdownText;
import java.util.List;

/**
 * A gate's result as a comment on a pull request: one sentence, what changed, the rest folded. A
 * comment is read on a phone between two others, so nothing that did not change is in it.
 */
public final class GateMarkdown {

  /** GitHub refuses comments beyond 65,536 characters; beyond this nobody reads a row. */
  private static final int MOST_ROWS = 50;

  private final Gate gate;
  private final StringBuilder out = new StringBuilder();

  private GateMarkdown(Gate gate) {
    this.gate = gate;
  }

  public static String of(Gate gate) {
    return new GateMarkdown(gate).write();
  }

  private String write() {
    line("**Assay: %s**".formatted(MarkdownText.of(gate.sentence())));
    line("");
    for (Group group : gate.groups()) {
      line("- %s %s".formatted(group.isWorse() ? "⚠️" : "✅", MarkdownText.of(group.sentence())));
    }
    if (!gate.groups().isEmpty()) {
      line("");
      writeHits();
    }
    writeItems("Failed", Finding.FAILED);
    writeItems("Missing", Finding.MISSING);
    writeItems("Not comparable", Finding.NOT_COMPARABLE);
    writeItems("Too noisy to tell", Finding.BLIND);
    writeMethod();
    return out.toString();
  }

  private void writeHits() {
    List<Hit> hits = gate.groups().stream().flatMap(group -> group.hits().stream()).toList();
    fold("Changed figures: %d".formatted(hits.size()));
    line("| case | metric | verdict | baseline / candidate | 95 % interval | could see |");
    line("|---|---|---|--:|--:|--:|");
    for (Hit hit : hits.subList(0, Math.min(MOST_ROWS, hits.size()))) {
      Judgement each = hit.judgement();
      var ratio = each.ratio().orElseThrow();
      line(
          "| %s | %s | %s | %s | %s | %s |"
              .formatted(
                  MarkdownText.of(hit.row().label()),
                  each.metric().title(),
                  each.words(),
                  Units.ratio(ratio.estimate()),
                  each.metric().isExact()
                      ? "exact"
                      : Units.ratio(ratio.low()) + " to " + Units.ratio(ratio.high()),
                  each.detectable().map(ratioSeen -> Units.spread(ratioSeen - 1)).orElse("–")));
    }
    unfold(hits.size());
  }

  private void writeItems(String title, Finding finding) {
    List<Item> items = gate.items().stream().filter(item -> item.finding() == finding).toList();
    if (items.isEmpty()) {
      return;
    }
    fold("%s: %d".formatted(title, items.size()));
    line("| case | why |");
    line("|---|---|");
    for (Item item : items.subList(0, Math.min(MOST_ROWS, items.size()))) {
      line(
          "| %s | %s |"
              .formatted(MarkdownText.of(item.row().label()), MarkdownText.of(item.reason())));
    }
    unfold(items.size());
  }

  private void writeMethod() {
    fold("How this was judged");
    line(
        MarkdownText.of(
            "Baseline %s, candidate %s%s. "
                .formatted(
                    gate.comparison().baseline(),
                    gate.comparison().contender(),
                    gate.comparison().inTurns() ? ", measured in turns" : "")));
    line(MarkdownText.of(gate.comparison().rules().text()));
    unfold(0);
  }

  private void fold(String summary) {
    line("<details><summary>%s</summary>".formatted(summary));
    line("");
  }

  private void unfold(int rows) {
    if (rows > MOST_ROWS) {
      line("");
      line("and %d more".formatted(rows - MOST_ROWS));
    }
    line("");
    line("</details>");
    line("");
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}
