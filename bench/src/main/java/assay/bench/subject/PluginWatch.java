package assay.bench.subject;

import assay.kernels.Backend;
import assay.kernels.Device;
import assay.kernels.plugin.Plugin;
import assay.kernels.plugin.PluginBackend;
import assay.kernels.plugin.PluginException;
import assay.kernels.plugin.PluginSensor;
import assay.kernels.plugin.PluginSensor.Quantity;
import assay.kernels.plugin.PluginSensor.Scope;
import assay.probe.Reading;
import assay.reports.record.ForkRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/** A plug-in's sensors at both ends of the windows that {@link HardwareWatch} watches. */
final class PluginWatch {

  /** An end of a window may be off by a period; then energy is off by a tenth at most. */
  private static final int LEAST_PERIODS = 20;

  /** What a reader takes for the cost of a run: all that the device needs, else what it tells. */
  private static final List<Scope> OF_A_RUN = List.of(Scope.BOARD, Scope.MODULE, Scope.CHIP);

  /**
   * @param value in the quantity's unit; throws where it cannot be read
   */
  record Source(PluginSensor sensor, DoubleSupplier value) {}

  /** A sensor over all windows. */
  private static final class Track {
    private final Source source;
    private double before = Double.NaN;
    private double total;
    private double largest = Double.NEGATIVE_INFINITY;
    private double smallest = Double.POSITIVE_INFINITY;
    private int values;
    private String problem = "";

    Track(Source source) {
      this.source = source;
    }

    double read() {
      double value;
      try {
        value = source.value().getAsDouble();
      } catch (RuntimeException e) {
        problem = Objects.requireNonNullElse(e.getMessage(), e.toString());
        return Double.NaN;
      }
      if (!Double.isFinite(value)) {
        problem = "the plug-in says %s".formatted(value);
      }
      return value;
    }

    void begin() {
      before = read();
    }

    void end() {
      double after = read();
      if (source.sensor().quantity().isCounter()) {
        double wraps = source.sensor().wrapsAt();
        double change = after - before;
        total += change < 0 && wraps > 0 ? change + wraps : change;
        if (total < 0) {
          problem = "its counter went back";
        }
        return;
      }
      for (double value : new double[] {before, after}) {
        largest = Math.max(largest, value);
        smallest = Math.min(smallest, value);
        total += value;
        values++;
      }
    }

    Reading<Double> reading() {
      PluginSensor sensor = source.sensor();
      if (!problem.isEmpty()) {
        return Reading.unavailable("%s: %s".formatted(sensor.name(), problem));
      }
      double value =
          switch (sensor.quantity()) {
            case ENERGY, ERRORS, THROTTLED -> total;
            case TEMPERATURE -> largest;
            case CLOCK -> smallest;
            case POWER -> total / values;
          };
      return Reading.of(value, sensor.quantity().unit(), "plug-in: " + sensor.name());
    }
  }

  private final List<Track> tracks;
  private final LongSupplier clock;
  private long began;
  private long watchedNanos;

  PluginWatch(List<Source> sources, LongSupplier clock) {
    tracks = sources.stream().map(Track::new).toList();
    this.clock = clock;
  }

  /** Of a plug-in's device; none for other backends and where it has no sensors. */
  static Optional<PluginWatch> of(Backend backend, Device device) {
    if (!(backend instanceof PluginBackend own)) {
      return Optional.empty();
    }
    List<Source> sources =
        own.loaded()
            .flatMap(plugin -> own.index(device).map(index -> sources(plugin, index)))
            .orElse(List.of());
    return sources.isEmpty()
        ? Optional.empty()
        : Optional.of(new PluginWatch(sources, System::nanoTime));
  }

  /** Those that are as they should be: a case needs none, so none may cost it. */
  private static List<Source> sources(Plugin plugin, int device) {
    List<Source> sources = new ArrayList<>();
    try {
      int rows = plugin.sensors(device);
      for (int row = 0; row < rows; row++) {
        int index = row;
        plugin
            .sensor(device, row)
            .ifPresent(
                sensor -> sources.add(new Source(sensor, () -> plugin.readSensor(device, index))));
      }
    } catch (PluginException e) {
      System.err.println("no further sensors: " + e.getMessage());
    }
    return sources;
  }

  void begin() {
    tracks.forEach(Track::begin);
    began = clock.getAsLong();
  }

  void end() {
    watchedNanos += clock.getAsLong() - began;
    tracks.forEach(Track::end);
  }

  void addTo(Map<String, Reading<Double>> readings) {
    for (Track track : tracks) {
      String id = track.source.sensor().id();
      int same = 2;
      String key = id;
      while (readings.containsKey(key)) {
        key = id + "." + same++;
      }
      readings.put(key, track.reading());
    }
    energy().ifPresent(reading -> readings.put(ForkRecord.ENERGY, reading));
  }

  private Optional<Reading<Double>> energy() {
    for (Scope scope : OF_A_RUN) {
      for (Track track : tracks) {
        PluginSensor sensor = track.source.sensor();
        if (sensor.quantity() == Quantity.ENERGY && sensor.scope() == scope) {
          return Optional.of(
              watchedNanos / LEAST_PERIODS < sensor.periodNanos()
                  ? Reading.unavailable(
                      "%s is updated every %.3g s, too seldom for the %.3g s that were measured"
                          .formatted(sensor.name(), sensor.periodNanos() / 1e9, watchedNanos / 1e9))
                  : track.reading());
        }
      }
    }
    return Optional.empty();
  }
}
