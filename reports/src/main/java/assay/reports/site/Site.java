package assay.reports.site;

import assay.reports.chart.ChartRenderer;
import assay.reports.chart.ChartTheme;
import assay.reports.history.History;
import assay.reports.page.Assets;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Writes the site of a history. */
public final class Site {

  private static final int NONCE_BYTES = 18;

  private Site() {}

  /**
   * What was written.
   *
   * @param headline what changed, as the page's title says
   */
  public record Written(String headline, int cases, int series, long points) {}

  /**
   * Writes into a folder that is empty, not there, or a site that Assay wrote before, which is
   * replaced when the new one is whole.
   *
   * @param since a moment or the id of a run from when on changes are news; without, the last
   *     release that was noted, or the first run
   * @throws NoSuchMomentException when {@code since} is neither
   * @throws assay.reports.history.UnusableHistoryException when the folder is anything else
   * @throws IOException when it cannot be written; the old site is still there
   */
  public static Written write(History history, Path folder, Optional<String> since)
      throws IOException {
    try (SiteFolder site = SiteFolder.begin(folder)) {
      Chronicle chronicle = Chronicle.of(history, since);
      List<Change> news = chronicle.news();
      write(chronicle, news, site.folder());
      site.finish();
      return new Written(
          new Sentences(chronicle).headline(news),
          chronicle.stories().size(),
          chronicle.seriesCount(),
          chronicle.points());
    }
  }

  private static void write(Chronicle chronicle, List<Change> news, Path folder)
      throws IOException {
    String nonce = nonce();
    text(folder.resolve(Shell.STYLE), new Assets().style() + resource(Shell.STYLE));
    text(folder.resolve(Shell.SCRIPT), resource(Shell.SCRIPT));
    text(folder.resolve(Shell.DATA), SiteData.of(chronicle));
    text(folder.resolve("index.html"), new OverviewPage(chronicle, nonce).write(news));
    Path cases = Files.createDirectories(folder.resolve(CasePage.FOLDER));
    ChartRenderer renderer = new ChartRenderer(ChartTheme.light());
    chronicle.stories().parallelStream()
        .forEach(story ->
            text(
                cases.resolve(story.key() + ".html"),
                new CasePage(chronicle, nonce, renderer).of(story)));
  }

  /** Nobody who named a case could have known it. */
  private static String nonce() {
    byte[] bytes = new byte[NONCE_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static void text(Path file, String content) {
    try {
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = Site.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
