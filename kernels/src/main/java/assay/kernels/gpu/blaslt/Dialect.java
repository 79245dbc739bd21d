package assay.kernels.gpu.blaslt;

import assay.kernels.gpu.driver.Maker;

/**
 * What two libraries call the same things.
 *
 * <p>cuBLASLt: {@code cublasLt.h} as cudarc's bindings have it for CUDA 11.4 to 13.0, and as
 * llama.cpp's mirror has it for 11.x. hipBLASLt: {@code hipblaslt.h} and {@code hipblas-common.h}
 * of ROCm 6.3 and 7.0, and cubecl-hip-sys's bindings for ROCm 6.0 to 7.2. Numbers are the same in
 * all versions of one library from {@link #oldest} on.
 */
enum Dialect {
  CUBLASLT("cublasLt", "cuBLASLt", 64, 3, 4, 0, 1),
  // Its algorithm is 16 bytes, of which the first four are the number of a kernel, and a size.
  HIPBLASLT("hipblasLt", "hipBLASLt", 24, 0, 1, 111, 112);

  /** In both: CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, a 64-bit integer. */
  static final int MAX_WORKSPACE_BYTES = 1;

  private final String prefix;
  private final String product;
  private final int algorithmBytes;
  private final int transposeA;
  private final int transposeB;
  private final int asItIs;
  private final int transposed;

  Dialect(
      String prefix,
      String product,
      int algorithmBytes,
      int transposeA,
      int transposeB,
      int asItIs,
      int transposed) {
    this.prefix = prefix;
    this.product = product;
    this.algorithmBytes = algorithmBytes;
    this.transposeA = transposeA;
    this.transposeB = transposeB;
    this.asItIs = asItIs;
    this.transposed = transposed;
  }

  static Dialect of(Maker maker) {
    return maker == Maker.CUDA ? CUBLASLT : HIPBLASLT;
  }

  /** {@code cublasLtMatmul}. */
  String symbol(String function) {
    return prefix + function;
  }

  String product() {
    return product;
  }

  /** The opaque struct that says which kernel, which tile and so on. */
  int algorithmBytes() {
    return algorithmBytes;
  }

  /**
   * One answer of the heuristic: the algorithm, the bytes of workspace it needs (64 bits), a status
   * and a share of waves (32 bits each), and 16 reserved bytes.
   */
  int answerBytes() {
    return algorithmBytes + 32;
  }

  /** Attribute of a product: {@code ..._MATMUL_DESC_TRANSA}. */
  int transposeA() {
    return transposeA;
  }

  int transposeB() {
    return transposeB;
  }

  /** {@code CUBLAS_OP_N} and {@code HIPBLAS_OP_N}. */
  int asItIs() {
    return asItIs;
  }

  int transposed() {
    return transposed;
  }

  /** Before hipBLASLt 0.6 (ROCm 6.0) types had other numbers. */
  int oldest() {
    return this == CUBLASLT ? 120_000 : 600;
  }

  /** {@code 13.0.1}, of a number as the library tells it. */
  String version(int number) {
    int ofMajor = this == CUBLASLT ? 10_000 : 100_000;
    return "%d.%d.%d".formatted(number / ofMajor, number % ofMajor / 100, number % 100);
  }
}
