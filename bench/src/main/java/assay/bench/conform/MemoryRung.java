package assay.bench.conform;

import assay.kernels.Device;
import assay.kernels.DeviceMemory;
import assay.kernels.Inputs;
import assay.kernels.PreparedKernel;
import assay.kernels.contract.ContractCase;
import assay.kernels.contract.Fill;
import assay.reports.conform.Fault;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;

/** That memory comes back: a run of Assay prepares thousands of kernels in one process. */
final class MemoryRung implements Rung {

  private static final List<String> SPECS =
      List.of(
          "matmul:f32*f32:m256,n4,k256",
          "matmul:q4_K*f32:m256,n1,k1024",
          "attention:f32*f16:h4,kv2,d64,n1,c512,causal",
          "dequant:q8_0*f32:m64,k1024");

  /** A window without growth ends the watch; a leak has none in all of them. */
  private static final int WINDOWS = 30;

  /** What a JIT compiler and an allocator take in a window now and then, but not in each. */
  private static final long LEAST_BYTES = 80_000;

  /** Grown by that much there is no doubt, and the machine's memory is wanted for others. */
  private static final long CERTAIN_BYTES = 400_000_000;

  private static final int RUNS_A_CYCLE = 50;

  @Override
  public String id() {
    return "memory";
  }

  @Override
  public String title() {
    return "Memory";
  }

  @Override
  public String asks() {
    return "Does memory come back when kernels are closed?";
  }

  /** A heap that is there from the start does not grow while it is watched. */
  @Override
  public List<String> jvmFlags() {
    return List.of("-Xms96m", "-Xmx96m", "-XX:+AlwaysPreTouch");
  }

  @Override
  public List<Probe> probes(Level level) {
    return List.of(
        probe("memory.prepare", MemoryRung::prepares), probe("memory.run", MemoryRung::runs));
  }

  /** What is repeated. */
  @FunctionalInterface
  private interface Cycle {
    void of(Watch watch, ContractCase one, Inputs inputs);
  }

  private static Probe probe(String id, Cycle cycle) {
    return new Probe(
        id,
        SPECS.size(),
        exam ->
            SPECS.forEach(spec -> {
              ContractCase one = exam.seeded(spec, Fill.RANDOM);
              exam.check(
                  Examination.text(one),
                  () -> {
                    exam.requireSupport(one.spec());
                    try (Arena arena = Arena.ofShared()) {
                      Inputs inputs = one.inputs(arena);
                      new Watch(exam, cycle).watch(one, inputs);
                    }
                  });
            }));
  }

  private static void prepares(Watch watch, ContractCase one, Inputs inputs) {
    try (PreparedKernel kernel = watch.exam.candidate().prepare(one.spec(), inputs)) {
      kernel.run();
    }
  }

  private static void runs(Watch watch, ContractCase one, Inputs inputs) {
    PreparedKernel kernel = watch.kept(one, inputs);
    for (int run = 0; run < RUNS_A_CYCLE; run++) {
      kernel.run();
      watch.exam.alive();
    }
  }

  /** Memory of process and device over many cycles. */
  private static final class Watch {
    private final Examination exam;
    private final Cycle cycle;
    private PreparedKernel kept;

    Watch(Examination exam, Cycle cycle) {
      this.exam = exam;
      this.cycle = cycle;
    }

    PreparedKernel kept(ContractCase one, Inputs inputs) {
      if (kept == null) {
        kept = exam.candidate().prepare(one.spec(), inputs);
      }
      return kept;
    }

    void watch(ContractCase one, Inputs inputs) {
      try {
        watch("the process", MemoryRung::residentBytes, one, inputs);
        if (!exam.candidate().device().isHost()) {
          watch("device " + exam.candidate().device().id(), this::usedOnDevice, one, inputs);
        }
      } finally {
        if (kept != null) {
          kept.close();
        }
      }
    }

    /** The window that grew least tells: what others of the JVM take, they do not take in each. */
    private void watch(String what, LongSupplier memory, ContractCase one, Inputs inputs) {
      long first = memory.getAsLong();
      long before = first;
      long least = Long.MAX_VALUE;
      int windows = 0;
      while (windows < WINDOWS && before - first < CERTAIN_BYTES && least > LEAST_BYTES) {
        for (int i = 0; i < exam.level().cycles(); i++) {
          cycle.of(this, one, inputs);
          exam.alive();
        }
        long now = memory.getAsLong();
        least = Math.min(least, now - before);
        before = now;
        windows++;
      }
      if (least > LEAST_BYTES) {
        double each = (before - first) / (double) windows / exam.level().cycles();
        exam.find(
            Fault.LEAK,
            "memory of %s grew in each of %d windows, by %.0f bytes a round"
                .formatted(what, windows, each),
            each,
            LEAST_BYTES / (double) exam.level().cycles(),
            "bytes a round");
      }
    }

    private long usedOnDevice() {
      Device device = exam.candidate().device();
      return exam.candidate().backend().devices().stream()
          .filter(each -> each.id().equals(device.id()))
          .flatMap(each -> each.memory().stream())
          .mapToLong(Watch::used)
          .findFirst()
          .orElse(0);
    }

    private static long used(DeviceMemory memory) {
      return memory.bytes() - memory.freeBytes();
    }
  }

  private static long residentBytes() {
    try {
      String[] pages = Files.readString(Path.of("/proc/self/statm")).split(" ");
      return Long.parseLong(pages[1]) * 4096;
    } catch (IOException e) {
      throw new NotMadeException("this system does not tell how much memory a process has");
    }
  }
}
