package assay.bench.jmh;

import assay.bench.telemetry.CaseSources;
import assay.bench.telemetry.Sensing;
import assay.probe.Numbers;
import assay.probe.Reading;
import assay.probe.energy.Cover;
import assay.probe.energy.EnergyOf;
import assay.probe.energy.Estimate;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Recording;
import assay.probe.telemetry.Sampler;
import assay.probe.telemetry.Window;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Power and joules per operation as secondary results, for JMH benchmarks run by hand: {@code java
 * -jar benchmarks.jar -prof assay.bench.jmh.TelemetryProfiler:meter=scpi:192.168.0.7}.
 *
 * <p>JMH calls a profiler around the whole iteration, what benchmarks set up for it included; so
 * Assay's own forks mark their windows inside, see {@link assay.bench.telemetry.TelemetryWatch}. An
 * iteration too short for its sensor has no energy, and no result is added.
 */
public final class TelemetryProfiler implements InternalProfiler {

  private final Sensing sensing;
  private Sampler sampler;
  private long beganNanos;

  public TelemetryProfiler() {
    this("");
  }

  /**
   * @param options {@code meter=SPEC} and {@code hertz=N}, separated by semicolons
   */
  public TelemetryProfiler(String options) {
    List<String> meters = new ArrayList<>();
    double hertz = Sampler.DEFAULT_HERTZ;
    for (String option : options.isBlank() ? new String[0] : options.split(";")) {
      String[] pair = option.split("=", 2);
      switch (pair.length == 2 ? pair[0].strip() : "") {
        case "meter" -> meters.add(pair[1]);
        case "hertz" -> hertz = hertz(pair[1]);
        default ->
            throw new IllegalArgumentException(
                "\"%s\" is neither meter=SPEC nor hertz=N".formatted(option));
      }
    }
    sensing = new Sensing(hertz, meters);
  }

  private static double hertz(String text) {
    return Numbers.decimal(text, "")
        .asOptional()
        .orElseThrow(() -> new IllegalArgumentException("hertz=%s is no number".formatted(text)));
  }

  @Override
  public String getDescription() {
    return "Power and energy per operation, from this machine's sensors and named instruments";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    sampler = Sampler.start(CaseSources.ofMachine(sensing), sensing.hertz());
    beganNanos = sampler.markBeginning();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    Window window = new Window(beganNanos, sampler.mark());
    Recording seen = sampler.take();
    sampler.close();
    long operations = result.getMetadata().getAllOps();
    Reading<Double> watts = watts(seen, window);
    return watts
        .asOptional()
        .map(power ->
            List.of(
                new ScalarResult("·power", power, "W", AggregationPolicy.AVG),
                new ScalarResult(
                    "·energy",
                    power * window.seconds() / Math.max(1, operations),
                    "J/op",
                    AggregationPolicy.AVG)))
        .orElse(List.of());
  }

  private static Reading<Double> watts(Recording seen, Window window) {
    List<Channel> channels = seen.traces().stream().map(trace -> trace.channel()).toList();
    Cover.Headline headline = Cover.headline(channels, true, "");
    if (headline.channels().isEmpty()) {
      return Reading.absent(headline.covers());
    }
    double sum = 0;
    for (Channel channel : headline.channels()) {
      Reading<Estimate> watts =
          EnergyOf.watts(seen.trace(channel.id()).orElseThrow(), List.of(window));
      if (!watts.isPresent()) {
        return watts.map(Estimate::value);
      }
      sum += watts.asOptional().orElseThrow().value();
    }
    return Reading.of(sum, "W", headline.covers());
  }
}
