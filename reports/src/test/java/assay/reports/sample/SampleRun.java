package assay.reports.sample;

import assay.probe.Reading;
import assay.reports.record.CaseRecord;
import assay.reports.record.CaseRecord.State;
import assay.reports.record.RunRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Made-up run records for tests; every figure in them is synthetic. */
public final class SampleRun {

  private static final List<String> FORMATS = List.of("f32", "f16", "q8_0", "q6_K", "q4_K", "q4_0");
  private static final long[][] SHAPES = {
    {4096, 14336}, {14336, 4096}, {4096, 4096}, {1024, 4096}, {12288, 4096}, {2560, 10240}
  };

  private SampleRun() {}

  public static RunRecord standard() {
    SampleCase make = new SampleCase(7);
    List<CaseRecord> cases = new ArrayList<>();
    for (String backend : List.of("vector", "ggml", "scalar")) {
      addMatmuls(cases, make, backend, 4);
      addRest(cases, make, backend);
    }
    CaseRecord last = make.matmul("iq2_xs", 4096, 1, 14336, "scalar", 1e6, 1e-12);
    cases.add(SampleCase.failed(last, State.UNSUPPORTED, "no encoder for iq2_xs without weights"));
    last = make.matmul("q5_K", 4096, 512, 14336, "ggml", 1e6, 1e-12);
    cases.add(SampleCase.failed(last, State.CRASHED, "SIGSEGV; log in logs/hs_err_1.log"));
    return of(cases, "AMD EPYC 7763 64-Core Processor");
  }

  /** A record of about {@code count} cases. */
  public static RunRecord large(int count) {
    SampleCase make = new SampleCase(11);
    List<CaseRecord> cases = new ArrayList<>();
    for (int i = 0; cases.size() < count; i++) {
      for (String backend : List.of("vector", "ggml", "scalar", "openblas", "native")) {
        String format = FORMATS.get(i % FORMATS.size());
        long m = 256L * (1 + i % 37);
        double nanos = 2.0 * m * 4096 / 40 * factor(backend);
        cases.add(make.matmul(format, m, 1 + i / 37, 4096, backend, nanos, 1e-6));
      }
    }
    return of(cases, "AMD EPYC 7763 64-Core Processor");
  }

  public static RunRecord of(List<CaseRecord> cases, String cpuName) {
    return new RunRecord(
        RunRecord.SCHEMA,
        new RunRecord.Tool("assay", "0.1.0", "0123abc"),
        new RunRecord.Invocation(
            "20260304-100000-quick",
            "2026-03-04T10:00:00Z",
            "2026-03-04T10:02:11Z",
            "quick",
            42,
            SampleCase.FORKS * cases.size(),
            List.of("run", "--profile", "quick"),
            Map.of("JAVA_TOOL_OPTIONS", "-XX:UseAVX=2")),
        new RunRecord.Jvm(
            "Eclipse Adoptium", "25.0.1+8", "OpenJDK 64-Bit Server VM", List.of("-Xmx3g")),
        SampleMachine.named(cpuName),
        SampleMachine.ceilings(),
        backends(),
        List.copyOf(cases));
  }

  /** The run as one of several whose forks took turns. */
  public static RunRecord inTurns(RunRecord run, String turns) {
    return with(run, run.invocation().seed(), turns);
  }

  public static RunRecord seeded(RunRecord run, long seed) {
    return with(run, seed, null);
  }

  private static RunRecord with(RunRecord run, long seed, String turns) {
    RunRecord.Invocation own = run.invocation();
    return new RunRecord(
        run.schema(),
        run.tool(),
        new RunRecord.Invocation(
            own.id(),
            own.startedAt(),
            own.finishedAt(),
            own.profile(),
            seed,
            own.plannedForks(),
            own.commandLine(),
            own.environment(),
            turns),
        run.jvm(),
        run.machine(),
        run.ceilings(),
        run.backends(),
        run.cases());
  }

  private static List<RunRecord.BackendRecord> backends() {
    return List.of(
        new RunRecord.BackendRecord(
            "vector", "Java Vector API", List.of("cpu"), Reading.of("25", "", "fixture")),
        new RunRecord.BackendRecord(
            "cuda", "CUDA", List.of(), Reading.unavailable("libcuda.so.1 not found")));
  }

  private static void addMatmuls(
      List<CaseRecord> cases, SampleCase make, String backend, int shapes) {
    for (int s = 0; s < shapes; s++) {
      long m = SHAPES[s][0];
      long k = SHAPES[s][1];
      for (String format : FORMATS) {
        double bits = SampleCase.bitsOf(format);
        double decode = Math.max(m * k * bits / 8 / 27, 2.0 * m * k / 62) * factor(backend);
        double prefill = 2.0 * m * k * 512 / (140 - 40 * (bits < 8 ? 0.4 : 0)) * factor(backend);
        double nmse = bits < 16 ? 2e-5 : 1e-13;
        cases.add(
            make.matmul(format, m, 1, k, backend, decode, backend.equals("ggml") ? nmse : 1e-13));
        cases.add(
            make.matmul(
                format, m, 512, k, backend, prefill, backend.equals("ggml") ? nmse : 2e-13));
      }
    }
  }

  private static void addRest(List<CaseRecord> cases, SampleCase make, String backend) {
    for (String format : List.of("f32", "f16", "q8_0")) {
      for (long context : new long[] {4096, 16384}) {
        double nanos = 8.0 * context * 256 * SampleCase.bitsOf(format) / 8 / 22 * factor(backend);
        cases.add(make.attention(format, 1, context, backend, nanos, 4e-13));
      }
      double prefill = 2.0 * 32 * 256 * 512 * 3840 / 90 * factor(backend);
      cases.add(make.attention(format, 512, 4096, backend, prefill, 9e-13));
    }
    for (String format : List.of("q8_0", "q6_K", "q4_K", "q4_0")) {
      double nanos = 4096.0 * 4096 * (4 + SampleCase.bitsOf(format) / 8) / 17 * factor(backend);
      cases.add(make.dequant(format, 4096, 4096, backend, nanos, 0));
    }
  }

  private static double factor(String backend) {
    return switch (backend) {
      case "vector" -> 1;
      case "ggml" -> 1.25;
      case "scalar" -> 6;
      case "openblas" -> 0.9;
      default -> 1.6;
    };
  }
}
