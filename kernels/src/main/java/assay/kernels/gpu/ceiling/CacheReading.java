package assay.kernels.gpu.ceiling;

import assay.kernels.gpu.driver.GpuDevice;
import assay.kernels.gpu.driver.Maker;

/**
 * What is read of the cache that all multiprocessors share, and by how many blocks.
 *
 * @param bytes a whole number of {@link #PIECE}s; 0 where the cache is smaller than any
 * @param blocks the same number for each multiprocessor
 */
record CacheReading(long bytes, long blocks) {

  /** What a block reads at once: four times 16 bytes for each of 256 threads, as in ceiling.cu. */
  static final int PIECE = 4 * 256 * 16;

  /** Pieces that each block reads, so that the launch is little beside it. */
  static final int PASSES = 128;

  /** Of a multiprocessor at once: 2048 threads. */
  private static final int MOST_EACH = 8;

  /** AMD's: 64 bytes to a clock of 2.1 GHz for 300 ns are 40 KiB under way, three blocks. */
  private static final int LEAST_EACH_OF_AMD = 4;

  static CacheReading of(GpuDevice device) {
    return of(device.maker(), device.l2Bytes(), device.multiprocessors());
  }

  static CacheReading of(Maker maker, long l2Bytes, int multiprocessors) {
    // A quarter: Hopper's two halves may both keep a line. AMD's do not.
    long pieces = l2Bytes / (maker == Maker.CUDA ? 4 : 2) / PIECE;
    // No more than there are pieces: NVIDIA's multiprocessors are answered together when they ask
    // for the same line at the same time. AMD tells the cache of one chiplet, of which each has
    // its own and an eighth of the blocks.
    long least = maker == Maker.CUDA ? 1 : LEAST_EACH_OF_AMD;
    long each = Math.clamp(pieces / multiprocessors, least, MOST_EACH);
    return new CacheReading(pieces * PIECE, each * multiprocessors);
  }

  /** By all blocks. */
  double bytesRead() {
    return (double) blocks * PASSES * PIECE;
  }
}
