package assay.bench.telemetry;

import assay.probe.Reading;
import assay.probe.energy.CrossCheck;
import assay.probe.energy.Estimate;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Measure;
import assay.reports.record.Telemetry.EnergyUse;
import java.util.List;
import java.util.SequencedMap;

/** Accounts of channels that tell energy, each checked by the others, before idle is known. */
public final class EnergyUses {

  private static final Reading<Estimate> NOT_YET =
      Reading.unavailable("the idle machine was not measured in this run");

  private EnergyUses() {}

  /**
   * @param watts mean power by channel, all over the same time
   * @param seconds of that time
   */
  public static List<EnergyUse> of(SequencedMap<Channel, Reading<Estimate>> watts, double seconds) {
    return watts.keySet().stream()
        .map(channel ->
            new EnergyUse(
                channel,
                channel.measure() == Measure.ENERGY ? "counter" : "integrated",
                seconds,
                watts.get(channel),
                NOT_YET,
                NOT_YET,
                checked(channel, watts)))
        .toList();
  }

  private static Reading<Double> checked(
      Channel counter, SequencedMap<Channel, Reading<Estimate>> watts) {
    if (counter.measure() != Measure.ENERGY) {
      return Reading.unsupported("power is checked against a counter, not the other way round");
    }
    return watts.keySet().stream()
        .filter(other -> other.measure() == Measure.POWER)
        .filter(other -> other.scope() == counter.scope() && other.part().equals(counter.part()))
        .map(other -> CrossCheck.ratio(watts.get(counter), watts.get(other)))
        .filter(Reading::isPresent)
        .findFirst()
        .orElseGet(() ->
            Reading.absent(
                "no second source tells the power of what %s covers".formatted(counter.id())));
  }
}
