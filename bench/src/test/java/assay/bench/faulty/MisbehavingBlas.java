package assay.bench.faulty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import assay.reports.record.CaseRecord.State;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real library in C that the {@code blas} backend takes for OpenBLAS. */
public enum MisbehavingBlas {
  NONE(State.VALID, ""),
  SEGFAULT(State.CRASHED, "SIGSEGV"),
  ABORT(State.CRASHED, "killed by SIGABRT"),
  EXIT(State.CRASHED, "ended with exit code 0"),
  SPIN(State.TIMEOUT, "no result after"),
  RETURNS_NAN(State.WRONG, "1 not finite"),
  WRITES_NOTHING(State.WRONG, "not finite"),
  STALE(State.WRONG, "after the timed loop: "),
  STALE_IN_THE_LOOP(State.WRONG, "after the timed loop: "),
  OVERRUN(State.WRONG, "wrote up to 4 bytes beyond the end of its output"),
  OVERRUN_IN_THE_LOOP(
      State.WRONG, "after the timed loop: wrote up to 4 bytes beyond the end of its output"),
  UNDERRUN(State.WRONG, "wrote up to 4 bytes before the start of its output");

  private static final String SOURCE = "misbehaving_blas.c";

  private final State state;
  private final String reason;

  MisbehavingBlas(State state, String reason) {
    this.state = state;
    this.reason = reason;
  }

  /** Of the case that computes {@link #spec}. */
  public State state() {
    return state;
  }

  /** How the case's first reason begins, or what it contains where others word it. */
  public String reason() {
    return reason;
  }

  private int rows() {
    return 31 + ordinal();
  }

  /** Makes the library misbehave in this way. */
  public String spec() {
    return "matmul:f32*f32:m%d,n2,k16".formatted(rows());
  }

  /** Compiles the library; skips the calling test where there is no compiler. */
  public static Path compile(Path folder) throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/cc")), "a C compiler is not installed");
    Path source = folder.resolve(SOURCE);
    try (InputStream in = MisbehavingBlas.class.getResourceAsStream(SOURCE)) {
      Files.copy(in, source);
    }
    Path library = folder.resolve("libmisbehaving.so");
    List<String> command = new ArrayList<>(List.of("cc", "-shared", "-fPIC"));
    for (MisbehavingBlas one : values()) {
      command.add("-D%s=%d".formatted(one.name(), one.rows()));
    }
    command.addAll(List.of("-o", library.toString(), source.toString()));
    assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
    return library;
  }
}
