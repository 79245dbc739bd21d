package assay.bench.sustain;

import assay.probe.Reading;
import assay.probe.telemetry.Channel;
import assay.reports.record.Sustained;
import assay.reports.record.Sustained.Slice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a load went so far, from the lines of its slice file.
 *
 * <p>A line that cannot be read is left out and told of: hours of measuring are not given up for
 * it, and the file keeps it.
 */
public final class Course {

  private static final double MINUTE = 60;

  private static final JsonMapper JSON = JsonMapper.shared();

  private final Path file;
  private final String caseId;
  private final SliceList slices = new SliceList();
  private final Map<String, Channel> channels = new LinkedHashMap<>();
  private final Map<String, Double> counts = new TreeMap<>();
  private SliceLine.Begun first;
  private SliceLine.Begun latest;
  private int parts;
  private Slice last;
  private double measuredSeconds;
  private long firstOperations;
  private long firstNanos;
  private double lookedAtSeconds;
  private int lines;
  private int damaged;
  private String damage = "";

  /**
   * @param caseId whose lines they must be
   */
  public Course(Path file, String caseId) {
    this.file = file;
    this.caseId = caseId;
  }

  synchronized void accept(String line) {
    SliceLine parsed;
    try {
      parsed = JSON.readValue(line, SliceLine.class);
    } catch (JacksonException e) {
      skip("no line of a load (" + brief(e.getOriginalMessage()) + ")");
      return;
    }
    Optional<String> fault = parsed == null ? Optional.of("null") : SliceFault.of(parsed, caseId);
    if (fault.isPresent()) {
      skip(fault.get());
      return;
    }
    lines++;
    switch (parsed) {
      case SliceLine.Begun begun -> begin(begun);
      case SliceLine.Taken taken -> add(taken.slice(), taken.counted());
      case SliceLine.Looked(double atSeconds, String found) ->
          lookedAtSeconds = found.isEmpty() ? atSeconds : lookedAtSeconds;
    }
  }

  private void begin(SliceLine.Begun begun) {
    first = first == null ? begun : first;
    latest = begun;
    parts++;
    begun.channels().forEach(channel -> channels.putIfAbsent(channel.id(), channel));
  }

  private void add(Slice slice, Map<String, Double> counted) {
    if (first == null) {
      lines--;
      skip("a slice before the line that says of what");
    } else if (last != null && slice.startSeconds() < last.startSeconds()) {
      lines--;
      skip("a slice that begins before the one above it");
    } else {
      slices.add(slice);
      counted.forEach((channel, count) -> counts.merge(channel, count, Double::sum));
      last = slice;
      measuredSeconds += slice.seconds();
      if (slice.startSeconds() < MINUTE) {
        firstOperations += slice.operations();
        firstNanos += slice.nanos();
      }
    }
  }

  synchronized void skip(String reason) {
    lines++;
    damaged++;
    if (damage.isEmpty()) {
      damage = "line %d is %s".formatted(lines, reason);
    }
  }

  private static String brief(String message) {
    String line = message.lines().findFirst().orElse("");
    return line.length() <= 120 ? line : line.substring(0, 117) + "...";
  }

  /** What could not be read, in a sentence for people. */
  public synchronized Optional<String> damage() {
    return damaged == 0
        ? Optional.empty()
        : Optional.of(
            "%s: %d of %d lines are left out; %s".formatted(file, damaged, lines, damage));
  }

  /** The line that the load began with; empty when it never came so far. */
  public synchronized Optional<SliceLine.Begun> first() {
    return Optional.ofNullable(first);
  }

  /** The line that the load was last gone on with. */
  public synchronized Optional<SliceLine.Begun> latest() {
    return Optional.ofNullable(latest);
  }

  /** How often it was begun or gone on with. */
  public synchronized int parts() {
    return parts;
  }

  /** In which operations were timed; holes are not in it. */
  public synchronized double measuredSeconds() {
    return measuredSeconds;
  }

  /** Since the first operation; 0 before it. */
  public synchronized double endSeconds() {
    return last == null ? 0 : last.startSeconds() + last.seconds();
  }

  /** When outputs were last checked and right, in seconds since the first operation. */
  public synchronized double lookedAtSeconds() {
    return lookedAtSeconds;
  }

  public synchronized Optional<Slice> last() {
    return Optional.ofNullable(last);
  }

  /** Operations per second in the first minute, so far as it has passed. */
  public synchronized Reading<Double> firstMinuteRate() {
    return firstNanos == 0
        ? Reading.unavailable("no slice of the first minute is there")
        : Reading.of(firstOperations * 1e9 / firstNanos, "1/s", file.toString());
  }

  public synchronized List<Channel> channels() {
    return new ArrayList<>(channels.values());
  }

  /** How often what is counted has happened in all parts of the load, by channel id. */
  public synchronized Map<String, Reading<Double>> counted() {
    Map<String, Reading<Double>> all = new TreeMap<>();
    counts.forEach((channel, count) -> all.put(channel, Reading.of(count, "1", file.toString())));
    return all;
  }

  public synchronized Sustained toRecord(double askedSeconds) {
    return new Sustained(askedSeconds, channels(), slices.all());
  }
}
