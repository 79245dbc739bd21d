package assay.kernels.gpu.blaslt;

import assay.kernels.Arithmetic;
import assay.kernels.Format;
import assay.kernels.Support;
import assay.kernels.gpu.driver.GpuDevice;
import assay.kernels.gpu.driver.Maker;

/**
 * What is multiplied, and in which units.
 *
 * <p>Types have the same numbers for both makers, {@code cudaDataType} and {@code hipDataType}; the
 * kinds of computing do not, {@code cublasComputeType_t} and {@code hipblasComputeType_t}.
 */
enum Factors {
  F32("f32", Type.F32, 4, 68, 2, 60, Type.F32),
  /** Float32 in memory, cut to 11 bits of significand on the way to a matrix unit. */
  TF32("tf32", Type.F32, 4, 77, 6, 80, Type.F32),
  F16("f16", Type.F16, 2, 68, 2, 60, Type.F32),
  BF16("bf16", Type.BF16, 2, 68, 2, 80, Type.F32),
  /**
   * With 4 bits of exponent. Neither library writes float32 for all shapes, both write bfloat16.
   */
  F8("f8", Type.E4M3, 1, 68, 2, 89, Type.BF16),
  I8("i8", Type.I8, 1, 72, 9, 72, Type.I32);

  /** Numbers of types. */
  private static final class Type {
    static final int F32 = 0;
    static final int F16 = 2;
    static final int I8 = 3;
    static final int I32 = 10;
    static final int BF16 = 14;
    static final int E4M3 = 28;

    /** AMD's own of MI300, whose exponents are one off; later devices have the other. */
    static final int E4M3_FNUZ = 1000;
  }

  private final String text;
  private final int type;
  private final int bytes;
  private final int cudaCompute;
  private final int hipCompute;
  private final int capability;
  private final int result;

  Factors(
      String text,
      int type,
      int bytes,
      int cudaCompute,
      int hipCompute,
      int capability,
      int result) {
    this.text = text;
    this.type = type;
    this.bytes = bytes;
    this.cudaCompute = cudaCompute;
    this.hipCompute = hipCompute;
    this.capability = capability;
    this.result = result;
  }

  /** As in {@link assay.kernels.Execution#MULTIPLIES}. */
  String text() {
    return text;
  }

  /** Of one factor. */
  int bytes() {
    return bytes;
  }

  int type(GpuDevice device) {
    boolean own = this == F8 && device.architecture().startsWith("gfx94");
    return own ? Type.E4M3_FNUZ : type;
  }

  int compute(Maker maker) {
    return maker == Maker.CUDA ? cudaCompute : hipCompute;
  }

  /** Type of what the product is multiplied with, 1, and of what is added, 0. */
  int scaleType() {
    return this == I8 ? Type.I32 : Type.F32;
  }

  int resultType() {
    return result;
  }

  int resultBytes() {
    return result == Type.BF16 ? 2 : 4;
  }

  /** What weights are stored in. */
  Format stored() {
    return switch (this) {
      case F16 -> Format.F16;
      case BF16 -> Format.BF16;
      case I8 -> Format.I8;
      case F32, TF32, F8 -> Format.F32;
    };
  }

  /** Whether float32 activations are rounded before they are handed over. */
  boolean isHalf() {
    return this == F16 || this == BF16;
  }

  Arithmetic arithmetic() {
    return switch (this) {
      case TF32 -> Arithmetic.TF32;
      case F16, BF16 -> Arithmetic.roundingActivations(stored());
      case F32, F8, I8 -> Arithmetic.FLOAT32;
    };
  }

  /** What is known without asking the library, which on AMD's devices knows best. */
  Support supports(GpuDevice device) {
    int has = device.computeCapability();
    if (device.maker() == Maker.CUDA && has < capability) {
      return Support.no(
          "%s has units for %s from compute capability %d.%d on, and is %d.%d"
              .formatted(device.id(), text, capability / 10, capability % 10, has / 10, has % 10));
    }
    return Support.yes();
  }
}
