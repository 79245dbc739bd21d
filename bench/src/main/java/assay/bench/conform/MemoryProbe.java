package assay.bench.conform;

import assay.kernels.DeviceMemory;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.KernelUnavailableException;
import assay.kernels.MatmulSpec;
import assay.kernels.Tensor;
import assay.kernels.contract.Fill;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** That weights larger than the device's memory are refused, and that what fits still runs. */
final class MemoryProbe {

  private static final long COLUMNS = 65536;

  private MemoryProbe() {}

  static void run(Examination exam) {
    exam.check(
        "weights larger than the device's memory",
        () -> {
          DeviceMemory memory =
              exam.candidate()
                  .device()
                  .memory()
                  .orElseThrow(() ->
                      new NotMadeException(
                          "it computes in the host's memory, which others need too"));
          long rows = memory.bytes() / (COLUMNS * Float.BYTES) * 5 / 4 + 1;
          MatmulSpec spec = new MatmulSpec(Format.F32, rows, 1, COLUMNS);
          exam.requireSupport(spec);
          try (Arena arena = Arena.ofShared()) {
            exam.candidate().prepare(spec, inputs(spec, arena)).close();
            exam.note(
                "Weights of %d bytes were taken by a device of %d."
                    .formatted(4 * rows * COLUMNS, memory.bytes()));
          } catch (KernelUnavailableException e) {
            // As it should.
          }
          try (Arena arena = Arena.ofShared()) {
            var good = exam.seeded("matmul:f32*f32:m37,n5,k96", Fill.RANDOM);
            exam.with(good, arena, subject -> subject.judge(subject.run()));
          }
        });
  }

  /** Weights of a file that has no blocks on the disk: zeros that take no memory. */
  private static Inputs inputs(MatmulSpec spec, Arena arena) {
    try {
      Path file = Files.createTempFile("assay-hole", null);
      try (FileChannel channel =
          FileChannel.open(
              file,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.SPARSE,
              StandardOpenOption.DELETE_ON_CLOSE)) {
        long bytes = 4 * spec.m() * spec.k();
        MemorySegment weights =
            channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes, arena).asReadOnly();
        return new Inputs.Matmul(
            new Tensor(Format.F32, spec.m(), spec.k(), weights),
            new Tensor(Format.F32, 1, spec.k(), arena.allocate(4 * spec.k(), 64)));
      }
    } catch (IOException e) {
      throw new NotMadeException("no file of that size can be made: " + e.getMessage());
    }
  }
}
