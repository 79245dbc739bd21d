package assay.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DeviceTest {

  private static final Device GPU =
      new Device("cuda0", "a GPU", Optional.of(new DeviceMemory("0000:01:00.0", 8, 4, 2)));

  @Test
  void hostHasNoMemoryApart() {
    assertTrue(Device.CPU.isHost());
    assertFalse(GPU.isHost());
  }

  @Test
  void refusesMemoryThatCannotBe() {
    assertThrows(IllegalArgumentException.class, () -> new DeviceMemory("", 8, -1, 0));
  }

  @Test
  void saysHowMuchMemoryIsMissing() {
    long needed = Math.round(9.1 * (1L << 30));
    long free = Math.round(3.2 * (1L << 30));
    assertEquals(
        "cuda: needs 9.10 GiB, 3.20 GiB are free on cuda0: 5.90 GiB missing",
        KernelUnavailableException.ofMemory("cuda", GPU, needed, free).getMessage());
    assertEquals(
        "cuda: needs 3.00 MiB, 0.500 MiB are free on cuda0: 2.50 MiB missing",
        KernelUnavailableException.ofMemory("cuda", GPU, 3 << 20, 1 << 19).getMessage());
    assertEquals(
        "cuda: needs 80.0 KiB, 20.0 KiB are free on cuda0: 60.0 KiB missing",
        KernelUnavailableException.ofMemory("cuda", GPU, 80 << 10, 20 << 10).getMessage());
  }

  @Test
  void ceilingThatCannotBeMeasuredSaysWhy() {
    DeviceCeiling ceiling =
        DeviceCeiling.unavailable("cuda", "matmul.f16", "matmul", "flop/s", "no cuBLAS");
    var refusal = assertThrows(KernelUnavailableException.class, ceiling.prepare()::get);
    assertEquals("cuda: no cuBLAS", refusal.getMessage());
  }
}
