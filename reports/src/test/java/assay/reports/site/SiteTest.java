package assay.reports.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.reports.history.History;
import assay.reports.history.UnusableHistoryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a site says, and what becomes of the folder that it is written into. */
class SiteTest {

  private static final String CASE = "matmul:q4_K*f32:m4096,n1,k4096@vector@cpu@t2@hot";

  @TempDir private Path folder;

  private History stepped() {
    History history = SiteHistories.open(folder.resolve("h"));
    SiteHistories.addStep(history, CASE, 40, 25, day -> Map.of("kernel.major", "6"));
    return history;
  }

  private Site.Written write(History history, String since) throws IOException {
    return Site.write(history, folder.resolve("site"), Optional.ofNullable(since));
  }

  private String casePage() throws IOException {
    try (Stream<Path> pages = Files.list(folder.resolve("site/cases"))) {
      return Files.readString(pages.findFirst().orElseThrow());
    }
  }

  @Test
  void titleCountsWhatChangedSinceTheMomentAskedFor() throws IOException {
    try (History history = stepped()) {
      assertEquals(
          "1 regression since the first run (2026-01-01)", write(history, null).headline());
      assertEquals(
          "No regression since that moment (2026-02-04)",
          write(history, "2026-02-04T00:00:00Z").headline());
      String first = history.runs().getFirst().id();
      assertEquals(
          "1 regression since run %s (2026-01-01)".formatted(first),
          write(history, first).headline());
      assertThrows(NoSuchMomentException.class, () -> write(history, "yesterday"));
    }
  }

  @Test
  void aFewRunsAreNotTakenForNoChange() throws IOException {
    try (History history = SiteHistories.open(folder.resolve("h"))) {
      SiteHistories.addStep(history, CASE, 11, 6, day -> Map.of());
      assertEquals(
          "Too few runs to tell what changed since the first run (2026-01-01)",
          write(history, null).headline());
      String index = Files.readString(folder.resolve("site/index.html"));
      assertTrue(index.contains("Of 1 of 1 series nothing can be told yet"), index);
      assertFalse(index.contains("No level moved"), index);
      assertTrue(casePage().contains("too few runs to tell a change"));
    }
  }

  @Test
  void whatAGateWouldNotMindIsNoRegression() throws IOException {
    try (History history = SiteHistories.open(folder.resolve("h"))) {
      SiteHistories.addStep(history, CASE, 40, 25, 1.015, day -> Map.of());
      assertEquals(
          "No regression since the first run (2026-01-01)", write(history, null).headline());
      String index = Files.readString(folder.resolve("site/index.html"));
      assertTrue(index.contains("1 change of less weight"), index);
      assertTrue(index.contains("too small to matter"), index);
    }
  }

  @Test
  void newsBeginWithTheLastRelease() throws IOException {
    try (History history = stepped()) {
      history.note("release", false, SiteHistories.at(10), "", "", "v1.1");
      history.note("release", false, SiteHistories.at(20), "", "", "v1.2");
      assertEquals("1 regression since v1.2 (2026-01-21)", write(history, null).headline());
      history.note("release", false, SiteHistories.at(30), "", "", "v1.3");
      assertEquals("No regression since v1.3 (2026-01-31)", write(history, null).headline());
    }
  }

  @Test
  void whatWasAcceptedIsNoNews() throws IOException {
    try (History history = stepped()) {
      history.note("accepted", true, SiteHistories.at(25), "", "", "exact rounding costs that");
      assertEquals(
          "No regression since the first run (2026-01-01)", write(history, null).headline());
      assertTrue(casePage().contains("accepted: exact rounding costs that"));
    }
  }

  /**
   * Another change was accepted shortly before: the level between is too short to tell by itself.
   */
  @Test
  void whatCameSoonAfterSomethingAcceptedIsNews() throws IOException {
    try (History history = stepped()) {
      history.note("accepted", true, SiteHistories.at(20), "", "", "another kernel is slower");
      assertEquals(
          "1 regression since the first run (2026-01-01)", write(history, null).headline());
    }
  }

  @Test
  void setUpsAreNotComparedButTheirChangeIsToldWithWhatDiffers() throws IOException {
    try (History history = SiteHistories.open(folder.resolve("h"))) {
      SiteHistories.addStep(
          history, CASE, 40, 20, day -> Map.of("kernel.major", day < 20 ? "6" : "7", "os", "x"));
      assertEquals(
          "No regression since the first run (2026-01-01)", write(history, null).headline());
      String page = casePage();
      assertTrue(page.contains("2026-01-21 00:00 UTC · kernel.major: 7, before 6</dd>"), page);
    }
  }

  @Test
  void aCasesPageTellsSizeIntervalAndCommitOfAChange() throws IOException {
    try (History history = stepped()) {
      write(history, null);
      String page = casePage();
      assertTrue(
          page.matches(
              "(?s).*<dd>step: \\+[34]\\.\\d.% \\(\\+[34]\\.\\d to \\+4\\.\\d.%\\), worse, from 1\\.00.ms to 1\\.04.ms; first in run jmh-[0-9a-f]+ of commit commit25, the run before was of commit24.*"),
          page);
      assertTrue(page.contains("Forks of the latest runs"));
    }
  }

  @Test
  void foldersOfOthersAreLeftAlone() throws IOException {
    Path site = Files.createDirectories(folder.resolve("site"));
    Files.writeString(site.resolve("thesis.txt"), "years of work");
    try (History history = stepped()) {
      var refused = assertThrows(UnusableHistoryException.class, () -> write(history, null));
      assertTrue(refused.getMessage().contains("is not empty and no site that Assay wrote"));
      assertEquals(List.of("thesis.txt"), names(site));
      Files.delete(site.resolve("thesis.txt"));
      write(history, null);
      assertTrue(Files.exists(site.resolve("index.html")), "an empty folder is taken");
    }
    assertEquals(List.of("h", "site"), names(folder));
  }

  @Test
  void aSiteIsReplacedWholeAndWhateverAKilledWritingLeftIsCleanedUp() throws IOException {
    try (History history = stepped()) {
      write(history, null);
      Path site = folder.resolve("site");
      Files.writeString(site.resolve("stale.html"), "of a case that is gone");
      // As if a writing was killed between moving the old site away and the new one in.
      Files.move(site, folder.resolve(".site.old"));
      Path half = Files.createDirectories(folder.resolve(".site.writing"));
      Files.writeString(half.resolve(SiteFolder.MARKER), "{}");
      Files.writeString(half.resolve("half"), "");
      assertThrows(NoSuchMomentException.class, () -> write(history, "never"));
      assertTrue(Files.exists(site.resolve("stale.html")), "the old site is back");
      write(history, null);
      assertFalse(Files.exists(site.resolve("stale.html")));
      assertFalse(Files.exists(site.resolve("half")));
    }
    assertEquals(List.of("h", "site"), names(folder));
  }

  @Test
  void twoWritersDoNotMix() throws IOException {
    try (History history = stepped();
        SiteFolder other = SiteFolder.begin(folder.resolve("site"))) {
      var refused = assertThrows(UnusableHistoryException.class, () -> write(history, null));
      assertTrue(refused.getMessage().contains("another process writes the site"));
      assertTrue(Files.exists(other.folder().resolve(SiteFolder.MARKER)), "the other goes on");
    }
  }

  @Test
  void anEmptyHistoryHasASiteToo() throws IOException {
    try (History history = SiteHistories.open(folder.resolve("h"))) {
      assertEquals(
          "Too few runs to tell what changed since the beginning", write(history, null).headline());
    }
    assertTrue(Files.readString(folder.resolve("site/index.html")).contains("has no run"));
  }

  private static List<String> names(Path of) throws IOException {
    try (Stream<Path> files = Files.list(of)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
