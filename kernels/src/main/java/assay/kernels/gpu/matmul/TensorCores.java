package assay.kernels.gpu.matmul;

import assay.kernels.Arithmetic;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.MatmulSpec;
import assay.kernels.PreparedKernel;
import assay.kernels.gpu.DeviceFormats;
import assay.kernels.gpu.GpuSession;
import assay.kernels.gpu.GpuWork;
import assay.kernels.gpu.SplitOutput;
import assay.kernels.gpu.code.Module;
import assay.kernels.gpu.driver.GpuMemory;
import assay.kernels.gpu.driver.Launch;
import java.util.Map;

/**
 * A kernel that multiplies 16-bit factors: each run lays the activations into tiles, multiplies,
 * and adds the parts of k.
 *
 * @param variant name for the record
 * @param source of the kernel; its entries are named after the tokens of a tile
 * @param threads of a block
 * @param sharedBytes of a block
 * @param shuffled order of activations, see matmul_tiles.cu
 */
record TensorCores(String variant, String source, int threads, int sharedBytes, boolean shuffled) {

  /** As in matmul_tiles.cu: a thread lays eight activations. */
  private static final int TILES_THREADS = 256;

  private static final int TILES_VALUES = 8;

  /**
   * Numbers of at most 32 bits: of 64, 16 would be left, and shared memory would not hold enough.
   */
  static boolean takes(Format stored) {
    return stored.isBlocked() || stored.blockBytes() <= Integer.BYTES;
  }

  PreparedKernel prepare(
      GpuSession session, MatmulSpec spec, Inputs.Matmul inputs, TileChoice choice) {
    long padded = choice.paddedTokens(spec);
    long tileValues = Math.ceilDiv(spec.k(), (long) Window.CHUNK) * Window.CHUNK * padded;
    try (GpuWork work = new GpuWork(session)) {
      work.require(
          inputs.weights().byteSize()
              + inputs.activations().byteSize()
              + Short.BYTES * tileValues
              + SplitOutput.bytes(spec.outputs(), choice.parts()));
      GpuMemory weights = work.upload(inputs.weights());
      GpuMemory activations = work.upload(inputs.activations());
      GpuMemory tiles = work.allocate(Short.BYTES * tileValues);
      SplitOutput output = new SplitOutput(work, spec.outputs(), choice.parts());
      Format factors = factors(spec);
      work.launch(
          work.function(new Module("matmul_tiles", Map.of()), "matmul_tiles_" + factors.text()),
          Launch.Grid.of(Math.ceilDiv(tileValues / TILES_VALUES, TILES_THREADS)),
          TILES_THREADS,
          0,
          activations,
          tiles,
          spec.n(),
          padded,
          spec.k(),
          shuffled ? 1 : 0);
      String kernel = source + "_" + choice.tokens();
      work.launch(
          work.function(DeviceFormats.module(source, spec.stored()), kernel),
          choice.grid(),
          threads,
          sharedBytes,
          weights,
          tiles,
          output.target(),
          spec.m(),
          spec.n(),
          padded,
          spec.k(),
          choice.steps() * Window.of(spec.stored()).chunks());
      output.finish();
      choice.describe(work, kernel);
      return work.kernel(variant, arithmetic(spec), factors.text());
    }
  }

  /** binary16 weights stay what they are; scales of all others may leave its range. */
  private static Format factors(MatmulSpec spec) {
    return spec.stored() == Format.F16 ? Format.F16 : Format.BF16;
  }

  private static Arithmetic arithmetic(MatmulSpec spec) {
    Format factors = factors(spec);
    return new Arithmetic(factors, spec.stored() == factors ? Format.F32 : factors, Format.F32);
  }
}
