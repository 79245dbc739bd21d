package assay.bench.run;

import assay.bench.subject.SliceWatch;
import assay.bench.telemetry.EnergyUses;
import assay.probe.Reading;
import assay.probe.energy.EnergyOf;
import assay.probe.energy.Estimate;
import assay.probe.telemetry.Channel;
import assay.reports.record.Sustained.Slice;
import assay.reports.record.Telemetry;
import assay.reports.statistics.Spread;
import assay.reports.statistics.Student;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;

/** Mean power of each channel over slices that lie side by side. */
final class SustainedEnergy {

  /** Of the slices' time, which must have been seen. */
  private static final double LEAST_SEEN = 0.95;

  private SustainedEnergy() {}

  /**
   * Of the part of a load that its speed is told of.
   *
   * @param slices at least one
   */
  static Telemetry of(List<Channel> channels, List<Slice> slices, double hertz) {
    Slice last = slices.getLast();
    double end = last.startSeconds() + last.seconds() - slices.getFirst().startSeconds();
    SequencedMap<Channel, Reading<Estimate>> watts = new LinkedHashMap<>();
    channels.stream()
        .filter(each -> each.measure().tellsEnergy())
        .forEach(each -> watts.put(each, watts(each, slices)));
    return new Telemetry(
        hertz,
        last.means()
            .getOrDefault(SliceWatch.SAMPLING, Reading.absent("no sensor was asked meanwhile")),
        List.of(new Telemetry.Window(0, end)),
        List.of(),
        EnergyUses.of(watts, slices.stream().mapToDouble(Slice::seconds).sum()));
  }

  /**
   * Weighted by time. What a sensor's period and averaging leave open at the ends of slices that
   * follow one another is open at the two ends of them all only; what nobody states of a sensor is
   * taken from how its slices scatter.
   */
  static Reading<Estimate> watts(Channel channel, List<Slice> slices) {
    double all = slices.stream().mapToDouble(Slice::seconds).sum();
    double[] told = new double[slices.size()];
    int count = 0;
    double seen = 0;
    double joules = 0;
    Reading<Double> missing = null;
    for (Slice slice : slices) {
      Reading<Double> mean =
          slice.means().getOrDefault(channel.id(), Reading.unavailable("not asked in all slices"));
      if (mean.asOptional().isPresent()) {
        told[count] = mean.asOptional().get();
        seen += slice.seconds();
        joules += told[count++] * slice.seconds();
      } else {
        missing = mean;
      }
    }
    if (missing != null && seen < LEAST_SEEN * all) {
      return missing.map(never -> null);
    }
    double blur =
        stretches(slices)
            * Stream.of(channel.periodSeconds(), channel.windowSeconds())
                .mapToDouble(each -> each.asOptional().orElse(0.0))
                .sum();
    if (blur > EnergyOf.MOST_ERROR * seen) {
      return Reading.unresolved(
          "%s is too slow a sensor for the %.0f s that the speed is told of"
              .formatted(channel.id(), seen));
    }
    if (count < 2) {
      return Reading.unresolved(
          "one slice says nothing of how much %s scatters".formatted(channel.id()));
    }
    double watts = joules / seen;
    double error =
        watts * (blur / seen + channel.accuracy().asOptional().orElse(0.0))
            + scatter(Arrays.copyOf(told, count));
    return watts > 0
        ? Reading.of(
            new Estimate(watts, Math.max(0, watts - error), watts + error), "W", channel.source())
        : Reading.unreadable(channel.id() + " tells of no power");
  }

  /** Of 95 % of all means of so many slices, in W. */
  private static double scatter(double[] watts) {
    Spread spread = Spread.of(watts);
    return Student.quantile(0.975, spread.degrees()) * spread.error();
  }

  /** Where slices were left out, what follows has ends of its own. */
  private static int stretches(List<Slice> slices) {
    int count = 1;
    for (int i = 1; i < slices.size(); i++) {
      Slice before = slices.get(i - 1);
      double end = before.startSeconds() + before.seconds();
      if (slices.get(i).startSeconds() - end > before.seconds() / 2) {
        count++;
      }
    }
    return count;
  }
}
