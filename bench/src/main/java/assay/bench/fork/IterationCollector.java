package assay.bench.fork;

import assay.reports.record.ForkRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.IterationType;
import org.openjdk.jmh.runner.format.OutputFormat;

/**
 * Takes JMH's raw iterations as they come, the warm-up included, which JMH's results leave out.
 *
 * <p>JMH reports a rate. Counted operations over rate give back its measured time to the
 * nanosecond, since both went into the rate unrounded.
 */
final class IterationCollector implements OutputFormat {

  private final List<ForkRecord.Iteration> warmup = new ArrayList<>();
  private final List<ForkRecord.Iteration> measured = new ArrayList<>();

  List<ForkRecord.Iteration> warmup(int batch) {
    return scaled(warmup, batch);
  }

  List<ForkRecord.Iteration> measured(int batch) {
    return scaled(measured, batch);
  }

  private static List<ForkRecord.Iteration> scaled(List<ForkRecord.Iteration> counted, int batch) {
    return counted.stream()
        .map(one -> new ForkRecord.Iteration(one.operations() * batch, one.nanos()))
        .toList();
  }

  @Override
  public void iterationResult(
      BenchmarkParams benchmark, IterationParams params, int iteration, IterationResult data) {
    long operations = data.getMetadata().getMeasuredOps();
    // Options of the fork set nanoseconds as the unit: operations per nanosecond.
    long nanos = Math.round(operations / data.getPrimaryResult().getScore());
    var taken = new ForkRecord.Iteration(operations, nanos);
    (params.getType() == IterationType.WARMUP ? warmup : measured).add(taken);
  }

  @Override
  public void println(String line) {
    System.out.println(line);
  }

  @Override
  public void print(String text) {
    System.out.print(text);
  }

  @Override
  public void verbosePrintln(String line) {}

  @Override
  public void iteration(BenchmarkParams benchmark, IterationParams params, int iteration) {}

  @Override
  public void startBenchmark(BenchmarkParams benchmark) {}

  @Override
  public void endBenchmark(BenchmarkResult result) {}

  @Override
  public void startRun() {}

  @Override
  public void endRun(Collection<RunResult> results) {}

  @Override
  public void write(int b) {}

  @Override
  public void write(byte[] b) {}

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
