package assay.kernels.ggml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.Device;
import assay.kernels.KernelUnavailableException;
import assay.kernels.Spec;
import assay.kernels.binding.GuardedOutput;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The zones around a tensor in a buffer of ggml's own; sizes that need padding and none. */
class GgmlOutputTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "matmul:q8_0*f32:m3,n1,k32",
        "matmul:q8_0*f32:m64,n2,k32",
        "dequant:q8_0*f32:m3,k32",
        "attention:f32*f16:h3,d64,n1,c8,full"
      })
  void oneFloatTooFarIsSeen(String text) {
    try (GgmlOperation operation = operation(Spec.parse(text))) {
      operation.allocate();
      GuardedOutput output = operation.context().output();
      output.poison();
      assertEquals(Optional.empty(), output.damage());
      long end = output.data().byteSize();
      set(output, end);
      assertEquals(
          Optional.of("wrote up to 4 bytes beyond the end of its output"), output.damage());
      set(output, -4);
      assertEquals(
          Optional.of("wrote up to 4 bytes before the start of its output"), output.damage());
    }
  }

  /** The same of memory that is only reached by copies: its guards are tensors. */
  @Test
  void aGuardOfADeviceIsReadBack() {
    for (int guard = 0; guard < 3; guard += 2) {
      try (GgmlOperation operation = operation(Spec.parse("matmul:q8_0*f32:m64,n2,k32"))) {
        operation.allocate();
        GgmlDeviceOutput output = operation.context().deviceOutput();
        output.poison();
        float[] y = new float[128];
        output.read(y);
        assertTrue(Float.isNaN(y[0]) && Float.isNaN(y[127]));
        assertEquals(Optional.empty(), output.damage());
        GuardedOutput host = operation.context().output();
        set(host, guard == 0 ? -4 : host.data().byteSize());
        assertEquals(
            Optional.of(
                guard == 0
                    ? "wrote before the start of its output"
                    : "wrote beyond the end of its output"),
            output.damage());
      }
    }
  }

  @Test
  void memoryIsCountedBeforeItIsTaken() {
    try (GgmlOperation operation = operation(Spec.parse("matmul:f32*f32:m1024,n8,k4096"))) {
      long tensors = 4L * (1024 * 4096 + 8 * 4096 + 8 * 1024);
      long bytes = operation.bytes();
      assertTrue(tensors <= bytes && bytes < tensors + 4096, bytes + " bytes");
      GgmlPreparation.requireMemory(Device.CPU, bytes, bytes);
      var thrown =
          assertThrows(
              KernelUnavailableException.class,
              () -> GgmlPreparation.requireMemory(Device.CPU, 3L << 30, 1L << 30));
      assertEquals(
          "ggml: needs 3.00 GiB, 1.00 GiB are free on cpu: 2.00 GiB missing", thrown.getMessage());
    }
  }

  private static void set(GuardedOutput output, long at) {
    MemorySegment.ofAddress(output.data().address() + at)
        .reinterpret(4)
        .set(ValueLayout.JAVA_FLOAT, 0, 1);
  }

  private static GgmlOperation operation(Spec spec) {
    var planner = new GgmlPlanner(GgmlForTests.library());
    return planner.describe(spec, planner.place(Device.CPU));
  }
}
