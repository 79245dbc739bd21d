package assay.probe.telemetry;

import assay.probe.Reading;
import java.util.List;
import java.util.Optional;

/**
 * What a sampler saw.
 *
 * @param traces one a source, in their order
 * @param sampleHertz that was asked for
 * @param cost share of all the machine's cores that the sampler's own thread used, 0 to 1
 * @param late rounds that began more than a period late, because the machine was busy
 */
public record Recording(
    List<Trace> traces, double sampleHertz, Reading<Double> cost, long rounds, long late) {

  public Recording {
    traces = List.copyOf(traces);
  }

  public Optional<Trace> trace(String channel) {
    return traces.stream().filter(each -> each.channel().id().equals(channel)).findFirst();
  }
}
