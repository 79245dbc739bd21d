package assay.kernels.gpu.blaslt;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import assay.kernels.binding.Downcalls;
import java.lang.foreign.MemoryLayout;
import java.lang.invoke.MethodHandle;

/**
 * A function that both libraries have, with the same arguments. Handles, descriptors and addresses
 * on the device are longs; what is on the host is an address.
 */
enum BlasltFunction {
  CREATE("Create", ADDRESS),
  /** Descriptor, kind of computing, type of the scale. */
  PRODUCT_CREATE("MatmulDescCreate", ADDRESS, JAVA_INT, JAVA_INT),
  PRODUCT_SET("MatmulDescSetAttribute", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG),
  PRODUCT_DESTROY("MatmulDescDestroy", JAVA_LONG),
  /** Descriptor, type, rows, columns, distance of columns in elements. */
  LAYOUT_CREATE("MatrixLayoutCreate", ADDRESS, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG),
  LAYOUT_DESTROY("MatrixLayoutDestroy", JAVA_LONG),
  PREFERENCE_CREATE("MatmulPreferenceCreate", ADDRESS),
  PREFERENCE_SET("MatmulPreferenceSetAttribute", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG),
  PREFERENCE_DESTROY("MatmulPreferenceDestroy", JAVA_LONG),
  /** Handle, product, A, B, C, D, preference, how many, answers, how many there are. */
  HEURISTIC(
      "MatmulAlgoGetHeuristic",
      JAVA_LONG,
      JAVA_LONG,
      JAVA_LONG,
      JAVA_LONG,
      JAVA_LONG,
      JAVA_LONG,
      JAVA_LONG,
      JAVA_INT,
      ADDRESS,
      ADDRESS),
  /**
   * Handle, product, alpha, A and its layout, B and its layout, beta, C and its layout, D and its
   * layout, algorithm, workspace, its bytes, stream.
   */
  MATMUL(
      "Matmul", JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS,
      JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG);

  private final String suffix;
  private final MemoryLayout[] arguments;

  BlasltFunction(String suffix, MemoryLayout... arguments) {
    this.suffix = suffix;
    this.arguments = arguments;
  }

  /** The name without the library's prefix. */
  String suffix() {
    return suffix;
  }

  /** Its status is an int. */
  MethodHandle handle() {
    return Downcalls.returning(JAVA_INT, arguments);
  }
}
