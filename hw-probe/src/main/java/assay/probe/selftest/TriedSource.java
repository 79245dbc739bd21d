package assay.probe.selftest;

import assay.probe.Reading;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Sample;
import assay.probe.telemetry.Source;
import java.util.List;

/** A source that counts as slow, late and averaging as a trial found it to be. */
public final class TriedSource implements Source {

  private final Source source;
  private final Channel channel;

  private TriedSource(Source source, Channel channel) {
    this.source = source;
    this.channel = channel;
  }

  /** All of them, those with a finding as it has them. */
  public static List<Source> of(List<Source> sources, List<Finding> findings) {
    return sources.stream().map(source -> of(source, findings)).toList();
  }

  private static Source of(Source source, List<Finding> findings) {
    return findings.stream()
        .filter(finding -> finding.isOf(source.channel()))
        .findFirst()
        .<Source>map(finding -> new TriedSource(source, finding.appliedTo(source.channel())))
        .orElse(source);
  }

  @Override
  public Channel channel() {
    return channel;
  }

  @Override
  public Reading<List<Sample>> read() {
    return source.read();
  }

  @Override
  public void close() {
    source.close();
  }
}
