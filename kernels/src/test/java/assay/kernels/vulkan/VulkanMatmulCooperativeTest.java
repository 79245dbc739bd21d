package assay.kernels.vulkan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.Format;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What can be known without a device that has the instruction. */
class VulkanMatmulCooperativeTest {

  private static Capabilities with(CooperativeShape... shapes) {
    return new Capabilities(
        true,
        true,
        true,
        true,
        true,
        true,
        true,
        32,
        32,
        32,
        0,
        true,
        List.of(shapes),
        true,
        true,
        true);
  }

  private static Optional<CooperativeShape> chosen(CooperativeShape... shapes) {
    return VulkanMatmulCooperative.shape(with(shapes));
  }

  @Test
  void takesTheFirstShapeThatDividesATile() {
    var wanted = new CooperativeShape(16, 16, 16, "f16", "f32");
    assertEquals(
        Optional.of(wanted),
        chosen(
            new CooperativeShape(16, 16, 32, "i8", "i32"),
            new CooperativeShape(16, 16, 16, "f16", "f16"),
            new CooperativeShape(24, 16, 16, "f16", "f32"),
            wanted,
            new CooperativeShape(8, 8, 16, "f16", "f32")));
  }

  @Test
  void noShapeFits() {
    assertEquals(Optional.empty(), chosen());
    assertEquals(Optional.empty(), chosen(new CooperativeShape(16, 16, 64, "f16", "f32")));
    assertEquals(Optional.empty(), VulkanMatmulCooperative.shape(Capabilities.NONE));
  }

  @Test
  void thisBuildHasAModuleForEveryFormat() {
    for (Format format : Format.values()) {
      Spirv code = Spirv.packaged("matmul_cooperative", "matmul_cooperative." + format.name());
      assertTrue(code.buffers() >= 3, format + ": " + code.buffers());
    }
  }
}
