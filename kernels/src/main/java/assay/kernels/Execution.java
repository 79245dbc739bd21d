package assay.kernels;

import java.util.Map;

/**
 * What actually ran; goes into the record so that two figures can be told apart.
 *
 * @param kernel the variant's class-like name, for instance {@code VectorMatmulTile}
 * @param isa the instruction set it ran with, for instance {@code 256-bit Vector API}
 * @param details tile sizes, algorithm ids, library versions
 */
public record Execution(String kernel, String isa, Map<String, String> details) {

  /**
   * Detail of a kernel on a device: the type of the factors that it multiplies, {@code f32}, {@code
   * tf32}, {@code f16}, {@code bf16}, {@code f8} or {@code i8}. It names the ceiling {@code
   * matmul.<type>} that the kernel is held against.
   */
  public static final String MULTIPLIES = "multiplies";

  public Execution {
    details = Map.copyOf(details);
  }
}
