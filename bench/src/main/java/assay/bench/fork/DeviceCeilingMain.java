package assay.bench.fork;

import assay.bench.subject.Exchange;
import assay.bench.subject.KnownBackends;
import assay.kernels.Backend;
import assay.kernels.Device;
import assay.kernels.DeviceCeiling;
import assay.kernels.DeviceLostException;
import assay.kernels.KernelUnavailableException;
import assay.kernels.binding.CoreDumps;
import assay.probe.Reading;
import assay.reports.record.Ceiling;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The child that measures the limits of one device and leaves them in the exchange folder. */
public final class DeviceCeilingMain {

  /** What a limit has until it is measured. */
  static final Reading<Double> OPEN = Reading.unavailable("not measured yet");

  private static final int LEAST_SAMPLES = 3;
  private static final int MOST_SAMPLES = 25;

  private DeviceCeilingMain() {}

  public static void main(String[] args) throws IOException {
    ParentWatch watch = ParentWatch.start();
    CoreDumps.forbid();
    Exchange exchange = new Exchange(Path.of(args[0]));
    DeviceCeilingRequest request = exchange.read(CeilingMain.REQUEST, DeviceCeilingRequest.class);
    try {
      measure(request, exchange);
    } catch (Exchange.UnwritableException e) {
      System.out.println(e.getMessage());
      watch.exit(ForkedJvm.UNWRITABLE);
    }
    watch.exit(0);
  }

  /** Written after each: a driver that dies of one must not take the others along. */
  private static void measure(DeviceCeilingRequest request, Exchange exchange)
      throws Exchange.UnwritableException {
    List<DeviceCeiling> known = known(request);
    if (known.isEmpty()) {
      write(
          exchange,
          CeilingLauncher.missing(
              request.device(), 1, "no backend of this run knows how to measure it"));
      return;
    }
    List<Ceiling> ceilings = new ArrayList<>();
    known.forEach(one -> ceilings.add(ceiling(one, request.device(), OPEN, List.of())));
    write(exchange, ceilings);
    long nanos = request.seconds() * 1_000_000_000L / known.size();
    for (int i = 0; i < known.size(); i++) {
      System.out.println(known.get(i).id());
      ceilings.set(i, measure(known.get(i), request.device(), nanos));
      write(exchange, ceilings);
    }
  }

  private static void write(Exchange exchange, List<Ceiling> ceilings)
      throws Exchange.UnwritableException {
    exchange.write(CeilingMain.REPORT, new CeilingMain.Report(ceilings));
  }

  private static List<DeviceCeiling> known(DeviceCeilingRequest request) {
    for (DeviceCeilingRequest.Way way : request.ways()) {
      Backend backend = KnownBackends.named(way.backend());
      for (Device device : backend.devices()) {
        List<DeviceCeiling> ceilings =
            device.id().equals(way.device()) ? backend.ceilings(device) : List.of();
        if (!ceilings.isEmpty()) {
          return ceilings;
        }
      }
    }
    return List.of();
  }

  private static Ceiling measure(DeviceCeiling ceiling, String device, long nanos) {
    List<Double> samples = new ArrayList<>();
    Reading<Double> best;
    long start = System.nanoTime();
    try (DeviceCeiling.Sampler sampler = ceiling.prepare().get()) {
      // Not a sample: it compiles and wakes the device.
      sampler.sample();
      while (samples.size() < LEAST_SAMPLES
          || samples.size() < MOST_SAMPLES && System.nanoTime() - start < nanos) {
        samples.add(sampler.sample());
      }
      best = best(samples, ceiling.unit());
    } catch (KernelUnavailableException | DeviceLostException e) {
      best = Reading.unavailable(e.getMessage());
    } catch (RuntimeException e) {
      best = Reading.unavailable("its measurement failed: " + e);
    }
    List<Double> kept = best.isPresent() ? samples : List.of();
    return ceiling(ceiling, device, best, kept);
  }

  private static Ceiling ceiling(
      DeviceCeiling of, String device, Reading<Double> best, List<Double> samples) {
    return new Ceiling(of.id(), of.label(), device, 1, best, samples);
  }

  private static Reading<Double> best(List<Double> samples, String unit) {
    if (samples.stream().anyMatch(sample -> !(sample > 0 && Double.isFinite(sample)))) {
      return Reading.unreadable("samples " + samples);
    }
    var sorted = samples.stream().sorted().toList();
    double best = unit.equals("s") ? sorted.getFirst() : sorted.getLast();
    return Reading.of(best, unit, "measured in this run");
  }
}
