package assay.reports.site;

import assay.reports.history.Fingerprint;
import assay.reports.history.Note;
import assay.reports.history.RunLine;
import assay.reports.text.Plain;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeSet;

/** Moments in a case's past that may explain a change: what people noted, and what runs show. */
final class Events {

  /** More would be no explanation. */
  private static final int MOST = 20;

  private static final int MOST_FACTS = 4;

  /** Where commits change more often, a mark for each would hide everything. */
  private static final int MOST_COMMITS = 10;

  /** Something at a moment, in words. */
  record Event(long millis, String text) {}

  private Events() {}

  /** Oldest first; of more than twenty the newest. */
  static List<Event> of(Story story, Chronicle chronicle) {
    List<Event> events = new ArrayList<>(changesOfPlace(story, chronicle));
    chronicle.notes().stream()
        .filter(note -> concerns(note, story))
        .forEach(note -> events.add(new Event(note.at().toEpochMilli(), text(note))));
    events.sort(Comparator.comparingLong(Event::millis));
    return List.copyOf(events.subList(Math.max(0, events.size() - MOST), events.size()));
  }

  private static boolean concerns(Note note, Story story) {
    return note.series().isEmpty()
        || story.tracks().stream()
            .flatMap(track -> track.parts().stream())
            .anyMatch(part -> part.series().key().key().equals(note.series()));
  }

  private static String text(Note note) {
    String commit = note.commit().isEmpty() ? "" : ", commit " + Sentences.shortly(note.commit());
    return "%s%s: %s"
        .formatted(Plain.of(note.kind()), commit, Plain.cut(Plain.of(note.text()), 300));
  }

  /** From the runs alone, one after the other. */
  private static List<Event> changesOfPlace(Story story, Chronicle chronicle) {
    List<Event> events = new ArrayList<>();
    List<Track.Spot> spots = story.tracks().getFirst().spots();
    boolean withCommits = commits(spots, chronicle) <= MOST_COMMITS;
    Track.Spot before = null;
    for (Track.Spot spot : spots) {
      if (before != null) {
        List<String> facts = new ArrayList<>();
        facts.addAll(setUp(before, spot, chronicle));
        RunLine was = chronicle.runs().get(before.run());
        RunLine is = chronicle.runs().get(spot.run());
        addChange(facts, "JVM", was.jvm(), is.jvm());
        addChange(facts, Plain.of(is.tool()), was.toolVersion(), is.toolVersion());
        if (withCommits) {
          addChange(facts, "commit", was.commit(), is.commit());
        }
        if (!facts.isEmpty()) {
          events.add(new Event(spot.millis(), String.join("; ", facts)));
        }
      }
      before = spot;
    }
    return events;
  }

  private static long commits(List<Track.Spot> spots, Chronicle chronicle) {
    return spots.stream().map(spot -> chronicle.runs().get(spot.run()).commit()).distinct().count();
  }

  private static List<String> setUp(Track.Spot before, Track.Spot spot, Chronicle chronicle) {
    String was = before.series().key().environment();
    String is = spot.series().key().environment();
    if (was.equals(is)) {
      return List.of();
    }
    Fingerprint old = chronicle.places().get(was);
    Fingerprint now = chronicle.places().get(is);
    List<String> facts = differences(old.facts(), now.facts());
    return facts.isEmpty() ? List.of("set-up: " + Plain.of(now.label())) : facts;
  }

  private static List<String> differences(
      SortedMap<String, String> old, SortedMap<String, String> now) {
    TreeSet<String> names = new TreeSet<>(old.keySet());
    names.addAll(now.keySet());
    List<String> facts = new ArrayList<>();
    for (String name : names) {
      addChange(facts, Plain.of(name), old.getOrDefault(name, ""), now.getOrDefault(name, ""));
    }
    if (facts.size() > MOST_FACTS) {
      int more = facts.size() - MOST_FACTS;
      facts = new ArrayList<>(facts.subList(0, MOST_FACTS));
      facts.add("%d more facts".formatted(more));
    }
    return facts;
  }

  private static void addChange(List<String> facts, String name, String was, String is) {
    if (!Objects.equals(was, is)) {
      facts.add("%s: %s, before %s".formatted(name, shown(is), shown(was)));
    }
  }

  private static String shown(String fact) {
    return fact.isEmpty() ? "none" : Plain.cut(Plain.of(fact), 60);
  }
}
