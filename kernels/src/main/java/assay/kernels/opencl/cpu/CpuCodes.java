package assay.kernels.opencl.cpu;

import assay.kernels.Format;
import java.util.EnumMap;
import java.util.Map;

/**
 * What cpu_int8.h packs a format into; the numbers are those of its preprocessor.
 *
 * @param elements of a unit
 * @param bytes of a unit of each row of a group
 */
record CpuCodes(int elements, int bytes) {

  /** Bytes of a vector of 32 bits to a lane. */
  private static final int VECTOR = 4 * CpuTiles.LANES;

  private static final int BLOCK = 32;
  private static final int SUPERBLOCK = 256;

  private static final Map<Format, CpuCodes> ALL = new EnumMap<>(Format.class);

  static {
    // Vectors of codes of 32 elements, then scales and minima.
    for (Format format : new Format[] {Format.Q1_0, Format.Q2_0, Format.TQ1_0, Format.TQ2_0}) {
      ALL.put(format, block(2, 1));
    }
    for (Format format : new Format[] {Format.Q4_0, Format.IQ4_NL, Format.IQ4_XS}) {
      ALL.put(format, block(4, 1));
    }
    ALL.put(Format.Q4_1, block(4, 2));
    for (Format format : new Format[] {Format.Q5_0, Format.MXFP4, Format.IQ1_S, Format.IQ3_S}) {
      ALL.put(format, block(5, 1));
    }
    for (Format format : new Format[] {Format.Q5_1, Format.NVFP4, Format.IQ1_M}) {
      ALL.put(format, block(5, 2));
    }
    for (Format format :
        new Format[] {Format.Q8_0, Format.Q8_1, Format.Q8_K, Format.IQ2_XXS, Format.IQ3_XXS}) {
      ALL.put(format, block(8, 1));
    }
    for (Format format : new Format[] {Format.IQ2_XS, Format.IQ2_S}) {
      ALL.put(format, block(8, 2));
    }
    // Vectors of codes, then scales and minima of a byte, then their factors.
    ALL.put(Format.Q2_K, superblock(2, 32, 2));
    ALL.put(Format.Q3_K, superblock(3, 16, 1));
    ALL.put(Format.Q4_K, superblock(4, 16, 2));
    ALL.put(Format.Q5_K, superblock(5, 16, 2));
    ALL.put(Format.Q6_K, superblock(6, 16, 1));
  }

  private static CpuCodes block(int codes, int scales) {
    return new CpuCodes(BLOCK, (codes + scales) * VECTOR);
  }

  private static CpuCodes superblock(int codes, int bytesOfScales, int factors) {
    int vectors = SUPERBLOCK / BLOCK * codes + factors;
    return new CpuCodes(SUPERBLOCK, vectors * VECTOR + bytesOfScales * CpuTiles.LANES);
  }

  static boolean has(Format format) {
    return ALL.containsKey(format);
  }

  static CpuCodes of(Format format) {
    return ALL.get(format);
  }

  long units(long k) {
    return k / elements;
  }

  long groupBytes(long k) {
    return units(k) * bytes;
  }
}
