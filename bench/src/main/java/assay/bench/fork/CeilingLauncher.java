package assay.bench.fork;

import assay.bench.fork.ForkedJvm.Ending;
import assay.bench.subject.Exchange;
import assay.kernels.Device;
import assay.probe.Reading;
import assay.reports.record.Ceiling;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The parent's side of measuring ceilings.
 *
 * <p>In a JVM of their own: the probing loops would otherwise leave their types in the profiles
 * that kernels are compiled with.
 */
public final class CeilingLauncher {

  private static final String LABEL = "ceilings";

  /** Compiling and the latency curve come on top of the budget. */
  private static final int SPARE_SECONDS = 60;

  private final Path scratch;
  private final ForkedJvm jvm;

  public CeilingLauncher(Path scratch, ForkedJvm jvm) {
    this.scratch = scratch;
    this.jvm = jvm;
  }

  /**
   * Measures the host's processor; what cannot be measured is there with its reason.
   *
   * @throws ForkInterruptedException when the run was asked to end, as by Ctrl-C
   * @throws IOException when no process can be started or the folders cannot be written
   */
  public List<Ceiling> measure(CeilingRequest request) throws IOException {
    int threads = Collections.max(request.threads());
    return measure(request, request.seconds(), LABEL, CeilingMain.class, Device.CPU.id(), threads);
  }

  /** The same for a device, whose driver may end the process that asks for its limits. */
  public List<Ceiling> measure(DeviceCeilingRequest request) throws IOException {
    return measure(
        request,
        request.seconds(),
        LABEL + "-" + request.device(),
        DeviceCeilingMain.class,
        request.device(),
        1);
  }

  private List<Ceiling> measure(
      Object request, int budget, String label, Class<?> main, String device, int threads)
      throws IOException {
    Path folder = Scratch.empty(scratch.resolve(label));
    Exchange exchange = new Exchange(folder);
    exchange.write(CeilingMain.REQUEST, request);
    int seconds = 2 * budget + SPARE_SECONDS;
    Ending ending =
        jvm.run(label, seconds, List.of(), main.getName(), folder.toAbsolutePath().toString());
    ending.requireWritten();
    List<Ceiling> ceilings =
        exchange.has(CeilingMain.REPORT)
            ? exchange.read(CeilingMain.REPORT, CeilingMain.Report.class).ceilings()
            : List.of();
    if (ending.exitCode() != 0 || ceilings.isEmpty()) {
      String reason =
          "the JVM that measures ceilings failed: "
              + (ending.timedOut()
                  ? "no result after %d s".formatted(seconds)
                  : String.join("; ", ending.reasons()));
      return ceilings.isEmpty() ? missing(device, threads, reason) : closed(ceilings, reason);
    }
    ending.discardOutput();
    Scratch.discard(folder);
    return ceilings;
  }

  /** The first that is open is what the JVM was measuring when it ended. */
  private static List<Ceiling> closed(List<Ceiling> ceilings, String reason) {
    List<Ceiling> closed = new ArrayList<>();
    Reading<Double> why = Reading.unavailable(reason);
    for (Ceiling each : ceilings) {
      boolean open = each.best().equals(DeviceCeilingMain.OPEN);
      closed.add(
          open
              ? new Ceiling(
                  each.id(), each.label(), each.device(), each.threads(), why, each.samples())
              : each);
      if (open) {
        why = Reading.unavailable("not reached: another ceiling's measurement did not end well");
      }
    }
    return closed;
  }

  /** The two limits that every chart asks for, with the reason why they are not there. */
  static List<Ceiling> missing(String device, int threads, String reason) {
    return Map.of("fma.f32", "float32 fused multiply-add", "read.memory", "read bandwidth, memory")
        .entrySet()
        .stream()
        .sorted(Map.Entry.comparingByKey())
        .map(limit ->
            new Ceiling(
                limit.getKey(),
                limit.getValue(),
                device,
                threads,
                Reading.<Double>unavailable(reason),
                List.of()))
        .toList();
  }
}
