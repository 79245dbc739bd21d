package assay.kernels.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.Arithmetic;
import assay.kernels.DeviceLostException;
import assay.kernels.Format;
import assay.kernels.QueuedKernel;
import assay.kernels.gpu.code.Module;
import assay.kernels.gpu.driver.Launch;
import assay.kernels.gpu.driver.Maker;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** That tests on the model find a wrong kernel: each fault is one that a GPU may hide. */
class FaultyKernelTest {

  private static final int COUNT = 40;

  @Test
  void aWarpThatSumsAfterSomeOfItLeft() {
    try (QueuedKernel kernel = kernel("sums_after_leaving")) {
      kernel.enqueue();
      var lost = assertThrows(DeviceLostException.class, kernel::await);
      assertTrue(lost.getMessage().contains("threads had left"), lost.getMessage());
    }
    FakeGpu.of(Maker.CUDA).told("forget");
  }

  @Test
  void whatIsWrittenBesideTheOutput() {
    try (QueuedKernel kernel = kernel("writes_beyond")) {
      kernel.run();
      assertEquals(
          Optional.of("wrote up to 4 bytes beyond the end of its output"), kernel.damage());
    }
    try (QueuedKernel kernel = kernel("writes_before")) {
      kernel.run();
      assertEquals(
          Optional.of("wrote up to 4 bytes before the start of its output"), kernel.damage());
    }
  }

  @Test
  void whatIsReadButWasNeverWritten() {
    try (QueuedKernel kernel = kernel("reads_unwritten")) {
      kernel.run();
      float[] result = new float[COUNT];
      kernel.readOutput(result);
      for (float value : result) {
        assertTrue(Float.isNaN(value));
      }
    }
  }

  private static QueuedKernel kernel(String name) {
    GpuSession session = FakeGpu.of(Maker.CUDA).told("").session();
    try (GpuWork work = new GpuWork(session)) {
      long output = work.output(Format.F32, COUNT);
      work.launch(
          work.function(new Module("faulty", Map.of()), name),
          Launch.Grid.of(1),
          64,
          64 * Float.BYTES,
          output,
          COUNT);
      return work.kernel(name, Arithmetic.FLOAT32, "f32");
    }
  }
}
