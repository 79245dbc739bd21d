package assay.bench.jmh;

import assay.bench.subject.Exchange;
import assay.bench.subject.LastCache;
import assay.bench.subject.SubjectReport;
import assay.bench.subject.SubjectRequest;
import assay.bench.subject.TimedSubject;
import assay.bench.subject.Turn;
import assay.probe.Probe;
import assay.reports.record.CaseRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;

/**
 * One case: a spec on a backend with its settings.
 *
 * <p>By hand: {@code java -jar bench/target/benchmarks.jar -p
 * spec=matmul:q8_0*f32:m4096/n1/k4096,dequant:q4_K*f32:m1024/k4096 -p backend=vector}. JMH splits
 * parameters at commas, so the fields of a shape may be written with slashes. A result out of its
 * accuracy bound fails the benchmark.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 3,
    jvmArgsPrepend = {
      "--add-modules=jdk.incubator.vector",
      "--enable-native-access=ALL-UNNAMED",
      "--sun-misc-unsafe-memory-access=allow"
    })
public class KernelBenchmark { // not final: JMH generates a subclass

  @Param("matmul:q8_0*f32:m1024/n1/k1024")
  public String spec;

  @Param("vector")
  public String backend;

  /** Empty for the backend's own choice. */
  @Param("")
  public String variant;

  /** Empty for the backend's first device. */
  @Param("")
  public String device;

  /** 0 for every core. */
  @Param("0")
  public int threads;

  @Param({"hot"})
  public String cache;

  @Param("gaussian")
  public String fill;

  @Param("1")
  public long seed;

  /** Set by Assay's own forks: the folder where the whole request lies and the report goes. */
  @Param("")
  public String exchange;

  private TimedSubject subject;

  private Turn turn;

  @Setup(Level.Trial)
  public void prepare(BenchmarkParams params) throws IOException {
    turn = Turn.ofThisJvm();
    if (exchange.isEmpty()) {
      subject = new TimedSubject(byHand(), false);
    } else {
      subject = PlannedFork.prepare(new Exchange(Path.of(exchange)), params);
    }
  }

  private SubjectRequest byHand() {
    int team = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    var key =
        new CaseRecord.Key(spec.replace('/', ','), backend, variant, device, team, cache, fill);
    return new SubjectRequest(key, seed, "", 256, LastCache.bytes(Probe.live().caches()), true);
  }

  @Setup(Level.Iteration)
  public void beginIteration(IterationParams params) throws IOException {
    if (params.getType() == IterationType.MEASUREMENT) {
      awaitTurn();
      subject.beginMeasuring();
    }
  }

  private void awaitTurn() throws IOException {
    turn.await();
    if (turn.isShared()) {
      subject.rewarm();
    }
  }

  @Benchmark
  public void operation() {
    subject.operations();
  }

  @TearDown(Level.Iteration)
  public void endIteration() {
    subject.endIteration();
    if (turn.isShared()) {
      subject.pauseMeasuring();
    }
  }

  @TearDown(Level.Trial)
  public void check() throws IOException {
    try (TimedSubject measured = subject;
        Turn last = turn) {
      // Checking is work too, and the other side may be in its last stretch.
      last.await();
      SubjectReport report = measured.finish();
      CaseRecord.Status status = report.status();
      if (!exchange.isEmpty()) {
        new Exchange(Path.of(exchange)).writeSubject(report);
      } else if (status.state() != CaseRecord.State.VALID) {
        throw new IllegalStateException(
            status.state() + ": " + String.join("; ", status.reasons()));
      }
    }
  }
}
