package assay.bench.telemetry;

import assay.probe.Reading;
import assay.probe.telemetry.Recording;
import assay.probe.telemetry.Sampler;
import assay.probe.telemetry.Source;
import assay.probe.telemetry.Window;
import assay.reports.record.Telemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sensors over the measured windows of one fork.
 *
 * <p>Every source is read at both ends of each window, so that a counter's difference is the
 * window's own, and at the sampler's rate in between.
 */
public final class TelemetryWatch implements AutoCloseable {

  private final Optional<Sampler> sampler;
  private final boolean shared;
  private final List<Window> windows = new ArrayList<>();
  private Optional<Recording> recording = Optional.empty();
  private long beganNanos;
  private boolean open;

  private TelemetryWatch(Optional<Sampler> sampler, boolean shared) {
    this.sampler = sampler;
    this.shared = shared;
    if (shared) {
      sampler.ifPresent(Sampler::pause);
    }
  }

  /**
   * Begins to ask.
   *
   * @param sources are closed with it
   * @param shared whether somebody else measures between the windows and must not be disturbed
   */
  public static TelemetryWatch start(List<Source> sources, Sensing sensing, boolean shared) {
    if (sensing.hertz() == 0) {
      sources.forEach(Source::close);
      return new TelemetryWatch(Optional.empty(), shared);
    }
    return new TelemetryWatch(Optional.of(Sampler.start(sources, sensing.hertz())), shared);
  }

  /** The last thing before a window. */
  public void begin() {
    if (shared) {
      sampler.ifPresent(Sampler::resume);
    }
    beganNanos = sampler.map(Sampler::markBeginning).orElseGet(System::nanoTime);
    open = true;
  }

  /** The first thing after a window; nothing when none is open. */
  public void end() {
    if (open) {
      open = false;
      windows.add(new Window(beganNanos, sampler.map(Sampler::mark).orElseGet(System::nanoTime)));
      if (shared) {
        sampler.ifPresent(Sampler::pause);
      }
    }
  }

  /** Windows so far, in order of time. */
  public List<Window> windows() {
    return List.copyOf(windows);
  }

  /** What was seen; empty when nothing is asked. The same at every call, after the last window. */
  public Optional<Recording> recording() {
    if (recording.isEmpty()) {
      recording = sampler.map(Sampler::take);
    }
    return recording;
  }

  /**
   * For the record; null when nothing is asked or nothing was measured.
   *
   * @param excluded why each window is no evidence, or ""; empty when nobody knows
   */
  public Telemetry toRecord(List<String> excluded) {
    return windows.isEmpty()
        ? null
        : recording().map(seen -> Recorded.of(seen, windows, excluded)).orElse(null);
  }

  /** What happened to the hardware, by channel; empty when nothing is asked or was measured. */
  public Map<String, Reading<Double>> readings() {
    return windows.isEmpty()
        ? Map.of()
        : recording().map(seen -> TraceReadings.of(seen, windows)).orElse(Map.of());
  }

  @Override
  public void close() {
    sampler.ifPresent(Sampler::close);
  }
}
