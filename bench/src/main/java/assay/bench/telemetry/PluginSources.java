package assay.bench.telemetry;

import assay.kernels.Backend;
import assay.kernels.Device;
import assay.kernels.plugin.Plugin;
import assay.kernels.plugin.PluginBackend;
import assay.kernels.plugin.PluginException;
import assay.kernels.plugin.PluginSensor;
import assay.probe.Reading;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Polled;
import assay.probe.telemetry.Scope;
import assay.probe.telemetry.Source;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.DoubleSupplier;

/** The telemetry table of a vendor's plug-in as sources. */
final class PluginSources {

  private static final String FROM = "the plug-in's table";

  private PluginSources() {}

  /** Of a plug-in's device; none for other backends and where it has no sensors. */
  static List<Source> of(Backend backend, Device device) {
    return backend instanceof PluginBackend own
        ? own.loaded()
            .flatMap(plugin -> own.index(device).map(index -> sources(plugin, index, device.id())))
            .orElse(List.of())
        : List.of();
  }

  /** Those that are as they should be: a case needs none, so none may cost it. */
  private static List<Source> sources(Plugin plugin, int device, String part) {
    List<Source> sources = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    try {
      int rows = plugin.sensors(device);
      for (int row = 0; row < rows; row++) {
        int index = row;
        plugin
            .sensor(device, row)
            .ifPresent(sensor ->
                sources.add(of(sensor, part, ids, () -> plugin.readSensor(device, index))));
      }
    } catch (PluginException e) {
      System.err.println("no further sensors: " + e.getMessage());
    }
    return sources;
  }

  /**
   * @param ids that are taken; two sensors may be of one kind
   * @param value in the quantity's unit; throws where it cannot be read
   */
  static Source of(PluginSensor sensor, String part, Set<String> ids, DoubleSupplier value) {
    String id = sensor.id();
    for (int same = 2; !ids.add(id); same++) {
      id = sensor.id() + "." + same;
    }
    Channel channel = channel(sensor, id, part);
    return new Polled(channel, () -> ask(channel, value));
  }

  private static Channel channel(PluginSensor sensor, String id, String part) {
    Channel channel =
        Channel.of(
            id, sensor.name(), measure(sensor), scope(sensor), part, "plug-in: " + sensor.name());
    if (sensor.periodNanos() > 0) {
      channel = channel.updatedEvery(sensor.periodNanos() * 1e-9, FROM);
    }
    if (!sensor.quantity().isCounter()) {
      channel = channel.averagedOver(sensor.windowNanos() * 1e-9, FROM);
    }
    if (sensor.accuracy() > 0) {
      channel = channel.accurateTo(sensor.accuracy(), FROM);
    }
    return sensor.wrapsAt() > 0 ? channel.wrappingAt(sensor.wrapsAt(), FROM) : channel;
  }

  private static Measure measure(PluginSensor sensor) {
    return switch (sensor.quantity()) {
      case POWER -> Measure.POWER;
      case ENERGY -> Measure.ENERGY;
      case TEMPERATURE -> Measure.TEMPERATURE;
      case CLOCK -> Measure.CLOCK;
      case ERRORS -> Measure.EVENTS;
      case THROTTLED -> Measure.THROTTLED;
    };
  }

  private static Scope scope(PluginSensor sensor) {
    return switch (sensor.scope()) {
      case CHIP -> Scope.CHIP;
      case MEMORY -> Scope.MEMORY;
      case BOARD -> Scope.BOARD;
      case MODULE -> Scope.MODULE;
      case RAIL -> Scope.RAIL;
      case LINK -> Scope.LINK;
    };
  }

  /** A call into another process, which may have died. */
  private static Reading<Double> ask(Channel channel, DoubleSupplier value) {
    try {
      return Reading.of(value.getAsDouble(), channel.measure().unit(), channel.source());
    } catch (RuntimeException e) {
      return Reading.unreadable(
          "%s: %s"
              .formatted(
                  channel.source(), Objects.requireNonNullElse(e.getMessage(), e.toString())));
    }
  }
}
