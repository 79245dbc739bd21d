package assay.reports.summary;

import assay.probe.Reading;
import assay.probe.telemetry.Channel;
import assay.reports.record.Sustained.Slice;
import java.util.List;

/**
 * Joules per operation of slices, idle included.
 *
 * @param channels whose sum is the energy
 * @param covers what they cover, or why there is none
 */
record SliceEnergy(List<Channel> channels, String covers) {

  /** A few silent slices may be told by the others of the same stretch; not more. */
  private static final double ENOUGH = 0.8;

  Reading<Double> perOperation(List<Slice> slices) {
    if (channels.isEmpty()) {
      return Reading.absent(covers);
    }
    double joules = 0;
    double operations = 0;
    double told = 0;
    double seconds = 0;
    Reading<Double> missing = Reading.absent("no slice tells its energy");
    for (Slice each : slices) {
      Reading<Double> watts = watts(each);
      seconds += each.seconds();
      if (watts instanceof Reading.Present<Double>(Double value, String unit, String source)) {
        joules += value * each.seconds();
        operations += each.operations();
        told += each.seconds();
      } else {
        missing = watts;
      }
    }
    return operations > 0 && told >= ENOUGH * seconds
        ? Reading.of(joules / operations, "J", covers)
        : missing;
  }

  private Reading<Double> watts(Slice slice) {
    double sum = 0;
    for (Channel channel : channels) {
      Reading<Double> mean = slice.means().get(channel.id());
      if (mean == null) {
        return Reading.absent("%s was not asked in this slice".formatted(channel.id()));
      }
      if (!(mean instanceof Reading.Present<Double>(Double value, String unit, String source))) {
        return mean;
      }
      if (!(value > 0) || Double.isInfinite(value)) {
        return Reading.unreadable("%s says %s W".formatted(channel.id(), value));
      }
      sum += value;
    }
    return Reading.of(sum, "W", covers);
  }
}
