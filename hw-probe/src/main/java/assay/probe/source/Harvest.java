package assay.probe.source;

import assay.probe.Reading;
import assay.probe.Root;
import assay.probe.sensor.Permission;
import assay.probe.telemetry.Absence;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Found;
import assay.probe.telemetry.Polled;
import assay.probe.telemetry.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** Collects what answers, and why the rest does not. */
final class Harvest {

  /** What changes slowly, or is only compared between two ends of a run, in seconds. */
  static final double SLOW = 1;

  private final Root root;
  private final List<Source> sources = new ArrayList<>();
  private final List<Absence> absences = new ArrayList<>();
  private final Map<String, Integer> seen = new HashMap<>();

  Harvest(Root root) {
    this.root = root;
  }

  Root root() {
    return root;
  }

  int size() {
    return sources.size() + absences.size();
  }

  /** One that is asked in every round. */
  void add(Channel channel, Supplier<Reading<Double>> value) {
    add(channel, value.get(), named -> new Polled(named, value));
  }

  /** One that is asked at most every so many seconds. */
  void add(Channel channel, double seconds, Supplier<Reading<Double>> value) {
    add(channel, value.get(), named -> new Paced(new Polled(named, value), seconds));
  }

  /** One number of many files. */
  void add(Channel channel, Sweep sweep, ToDoubleFunction<double[]> fold) {
    add(channel, sweep.first().map(fold::applyAsDouble), named -> sweep.source(named, fold));
  }

  /** Makes the source that has this channel. */
  @FunctionalInterface
  interface Maker {
    Source of(Channel channel);
  }

  /**
   * @param first what it says now; the source is kept where it says something
   */
  void add(Channel channel, Reading<Double> first, Maker maker) {
    Channel named = unique(channel);
    switch (Permission.remedy(first, channel.source())) {
      case Reading.Present<Double> present -> sources.add(maker.of(named));
      case Reading.Unavailable<Double>(String reason) ->
          absences.add(new Absence(named.id(), reason));
    }
  }

  /** A family or a thing that cannot be asked. */
  void addAbsence(String id, Reading<?> why) {
    if (why instanceof Reading.Unavailable<?>(String reason)) {
      absences.add(new Absence(id, reason));
    }
  }

  /** That a folder holds nothing of a kind, or why it cannot be looked into. */
  void addNone(String family, String folder, String what) {
    addAbsence(
        family,
        root.list(folder)
            .flatMap((names, unit, from) -> Reading.absent(from + " lists no " + what)));
  }

  private Channel unique(Channel channel) {
    int nth = seen.merge(channel.id(), 1, Integer::sum);
    return nth == 1
        ? channel
        : new Channel(
            channel.id() + "#" + nth,
            channel.label(),
            channel.measure(),
            channel.scope(),
            channel.part(),
            channel.source(),
            channel.periodSeconds(),
            channel.windowSeconds(),
            channel.accuracy(),
            channel.wrapsAt(),
            channel.mostWatts());
  }

  Found found() {
    return new Found(sources, absences);
  }
}
