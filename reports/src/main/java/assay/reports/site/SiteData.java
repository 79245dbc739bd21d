package assay.reports.site;

import assay.reports.text.Plain;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * The list of all cases as a script that sets one constant: from disk a page may run a script
 * beside it, but not read a file.
 *
 * <p>Names that many rows have are written once, so that a history of thousands of series is there
 * in a moment.
 */
final class SiteData {

  private final Map<String, Map<String, Integer>> names = new LinkedHashMap<>();
  private final List<List<Object>> rows = new ArrayList<>();

  private SiteData() {}

  static String of(Chronicle chronicle) {
    SiteData data = new SiteData();
    Sentences sentences = new Sentences(chronicle);
    for (Story story : chronicle.stories()) {
      for (Track track : story.tracks()) {
        data.add(chronicle, sentences, story, track);
      }
    }
    return "\"use strict\";\nconst assaySite = " + data.json() + ";\n";
  }

  /** In the order in which the script reads them. */
  private void add(Chronicle chronicle, Sentences sentences, Story story, Track track) {
    var key = story.names();
    List<Track.Spot> spots = track.spots();
    Track.Spot last = spots.getLast();
    List<Object> row = new ArrayList<>();
    row.add(story.key());
    row.add(Plain.of(key.caseId()));
    row.add(place("operation", key.operation()));
    row.add(place("format", key.format()));
    row.add(place("backend", key.backend()));
    row.add(place("device", key.device()));
    row.add(place("machine", chronicle.places().get(key.machine()).label()));
    row.add(place("figure", Figures.metric(track.metric())));
    row.add(spots.size());
    row.add(Figures.value(last.value(), track.metric()));
    row.add(Figures.day(last.millis()));
    row.add(Sparkline.of(spots));
    List<Change> news = chronicle.news(story, track);
    if (!news.isEmpty()) {
      Change change = Sentences.mainOf(news);
      row.add(sentences.size(change));
      row.add(change.word());
      row.add(change.finding().relative().orElse(0));
      row.add(Figures.day(change.millis()));
    }
    rows.add(row);
  }

  private int place(String list, String name) {
    Map<String, Integer> known = names.computeIfAbsent(list, key -> new LinkedHashMap<>());
    return known.computeIfAbsent(Plain.of(name), key -> known.size());
  }

  private String json() {
    Map<String, Object> all = new LinkedHashMap<>();
    names.forEach((list, known) -> all.put(list, known.keySet()));
    all.put("rows", rows);
    return harmless(JsonMapper.shared().writeValueAsString(all)).replace("],[", "],\n[");
  }

  /**
   * Outside strings these characters are no JSON, so nothing but strings changes: no end of a
   * script, no comment, no end of a line in one.
   */
  private static String harmless(String json) {
    return json.replace("&", "\\u0026")
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }
}
