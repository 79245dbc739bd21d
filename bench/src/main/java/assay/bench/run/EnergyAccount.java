package assay.bench.run;

import assay.bench.fork.ForkReport;
import assay.probe.Machine;
import assay.probe.Reading;
import assay.probe.energy.Cover;
import assay.probe.energy.Estimate;
import assay.probe.energy.NetOfIdle;
import assay.probe.telemetry.Channel;
import assay.reports.record.CaseRecord;
import assay.reports.record.ForkRecord;
import assay.reports.record.Idle;
import assay.reports.record.RunRecord;
import assay.reports.record.RunRecord.Accelerator;
import assay.reports.record.Telemetry;
import assay.reports.record.Telemetry.EnergyUse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Makes a fork's joules of what its sensors said and what they said of the idle machine.
 *
 * <p>In the parent, since only it saw the machine idle; from the journal alone, so that a resumed
 * run and a whole one come to the same.
 */
final class EnergyAccount {

  private final List<Idle> idle;
  private final List<RunRecord.BackendRecord> backends;

  private final Denials denials;

  /**
   * @param sensors of the machine, with the reasons why some may not be read
   */
  EnergyAccount(
      List<Idle> idle, List<RunRecord.BackendRecord> backends, List<Machine.Sensor> sensors) {
    this.idle = idle;
    this.backends = backends;
    denials = new Denials(sensors);
  }

  /** The report with idle and net power of each channel, and the joules of those that count. */
  ForkReport settle(CaseRecord.Key key, ForkReport report) {
    Telemetry seen = report.fork().telemetry();
    if (seen == null) {
      return report;
    }
    List<EnergyUse> uses = seen.energies().stream().map(this::aboveIdle).toList();
    Map<String, Reading<Double>> hardware = new TreeMap<>(report.fork().hardware());
    Optional<Accelerator> device = Accelerator.behind(key.device(), backends);
    Cover.Headline headline =
        Cover.headline(
            uses.stream().map(EnergyUse::channel).toList(),
            device.isEmpty(),
            device.map(Accelerator::part).orElse(""));
    if (headline.channels().isEmpty()) {
      Reading<Double> none =
          denials.instead(device).orElseGet(() -> Reading.absent(headline.covers()));
      hardware.put(ForkRecord.ENERGY, none);
      hardware.put(ForkRecord.NET_ENERGY, none);
    } else {
      double seconds = report.fork().countedSeconds();
      hardware.put(ForkRecord.ENERGY, joules(uses, headline, EnergyUse::watts, seconds));
      hardware.put(ForkRecord.NET_ENERGY, joules(uses, headline, EnergyUse::netWatts, seconds));
    }
    var settled =
        new Telemetry(seen.sampleHertz(), seen.cost(), seen.windows(), seen.strips(), uses);
    return new ForkReport(
        report.caseId(),
        report.status(),
        report.execution(),
        report.accuracy(),
        report.fork().with(hardware, settled));
  }

  private EnergyUse aboveIdle(EnergyUse use) {
    List<Reading<Estimate>> looks = looks(use.channel());
    List<Estimate> known = looks.stream().flatMap(each -> each.asOptional().stream()).toList();
    Reading<Estimate> rest =
        known.isEmpty()
            ? looks.stream().findFirst().orElseGet(EnergyAccount::noLook)
            : NetOfIdle.idle(known, use.channel().source());
    return new EnergyUse(
        use.channel(),
        use.method(),
        use.seconds(),
        use.watts(),
        rest,
        known.size() == 1
            ? oneLook(looks)
            : rest.flatMap((watts, unit, source) -> NetOfIdle.watts(use.watts(), watts)),
        use.checked());
  }

  /** A machine that is warm from the forks idles at more than a cold one; by how much, two tell. */
  private static Reading<Estimate> oneLook(List<Reading<Estimate>> looks) {
    String missing =
        looks.stream()
            .filter(look -> !look.isPresent())
            .map(Reading::why)
            .findFirst()
            .orElse("there was one look only");
    return Reading.unresolved(
        "power at rest is known before the forks or after them, not both: " + missing);
  }

  private List<Reading<Estimate>> looks(Channel channel) {
    return idle.stream()
        .flatMap(look -> look.powers().stream())
        .filter(power -> power.channel().id().equals(channel.id()))
        .map(Idle.Power::watts)
        .toList();
  }

  private static Reading<Estimate> noLook() {
    return Reading.absent("this channel was not looked at while the machine was idle");
  }

  /** Of all channels that the headline adds; one that does not know leaves the sum unknown. */
  private static Reading<Double> joules(
      List<EnergyUse> uses,
      Cover.Headline headline,
      Function<EnergyUse, Reading<Estimate>> which,
      double seconds) {
    Reading<Double> sum = Reading.of(0.0, "J", headline.covers());
    for (Channel channel : headline.channels()) {
      EnergyUse use =
          uses.stream().filter(each -> each.channel().equals(channel)).findFirst().orElseThrow();
      sum =
          sum.flatMap((total, unit, source) ->
              which
                  .apply(use)
                  .flatMap(
                      (watts, u, s) -> Reading.of(total + watts.value() * seconds, "J", source)));
    }
    return sum;
  }
}
