package assay.bench.fork;

import assay.bench.subject.Exchange;
import assay.kernels.Availability;
import assay.kernels.Device;
import assay.kernels.vector.VectorBackend;
import assay.kernels.vector.ceiling.Ceilings;
import assay.kernels.vector.ceiling.MeasuredLimit;
import assay.probe.Reading;
import assay.reports.record.Ceiling;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/** The child that measures the limits of the host CPU and leaves them in the exchange folder. */
public final class CeilingMain {

  static final String REQUEST = "ceiling-request.json";
  static final String REPORT = "ceiling-report.json";

  /** The file's content. */
  record Report(List<Ceiling> ceilings) {}

  private CeilingMain() {}

  public static void main(String[] args) throws IOException {
    ParentWatch watch = ParentWatch.start();
    Exchange exchange = new Exchange(Path.of(args[0]));
    CeilingRequest request = exchange.read(REQUEST, CeilingRequest.class);
    Report report = new Report(measure(request));
    try {
      exchange.write(REPORT, report);
    } catch (Exchange.UnwritableException e) {
      System.out.println(e.getMessage());
      watch.exit(ForkedJvm.UNWRITABLE);
    }
    watch.exit(0);
  }

  private static List<Ceiling> measure(CeilingRequest request) {
    if (new VectorBackend().availability() instanceof Availability.Unavailable unavailable) {
      return CeilingLauncher.missing(
          Device.CPU.id(), Collections.max(request.threads()), unavailable.reason());
    }
    return Ceilings.measure(
            request.caches(),
            request.threads(),
            Duration.ofSeconds(request.seconds()),
            limit -> System.out.println(limit.id() + " t" + limit.threads()))
        .stream()
        .map(CeilingMain::record)
        .toList();
  }

  private static Ceiling record(MeasuredLimit limit) {
    Reading<Double> best =
        limit.isMeasured()
            ? Reading.of(limit.best(), limit.unit(), "measured in this run")
            : Reading.unavailable(limit.unavailable());
    return new Ceiling(
        limit.id(), limit.label(), Device.CPU.id(), limit.threads(), best, limit.samples());
  }
}
