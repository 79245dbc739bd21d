package assay.kernels.vector.dequant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.DequantSpec;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Tensor;
import assay.kernels.format.Codecs;
import assay.kernels.vector.Allocation;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class VectorDequantTest {

  private static final long SEED = 77;

  @ParameterizedTest
  @EnumSource(Format.class)
  void everyFormatReachesEveryTarget(Format format) {
    long columns = Math.max(format.blockElements(), 3);
    for (Format target : new Format[] {Format.F32, Format.F16, Format.BF16}) {
      for (long rows : new long[] {0, 1, 5, 2 * PreparedDequant.CHUNK / columns + 1}) {
        check(format, target, rows, columns, 1 + (int) (rows % 3));
      }
    }
  }

  /** Rounding needs more than decoded blocks reach: ties, subnormals, infinities, NaN. */
  @Test
  void roundsEveryKindOfFloat() {
    int count = 4096 + 7;
    byte[] bytes = new byte[4 * count];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < count; i++) {
      int bits = random.nextInt();
      buffer.putInt(i % 3 == 0 ? bits & 0xFFFF_8000 : bits);
    }
    int[] special = {0, 1 << 31, 0x7F80_0000, 0xFF80_0000, 0x7FC0_0000, 0x7F80_0001, 0x7F7F_FFFF};
    for (int i = 0; i < special.length; i++) {
      buffer.putInt(4 * i, special[i]);
    }
    check(Format.F16, bytes, 1, count, 2);
    check(Format.BF16, bytes, 1, count, 2);
  }

  @Test
  void allocatesNothingAndIsPoisonable() {
    DequantSpec spec = new DequantSpec(Format.Q4_K, Format.BF16, 8, 1024);
    Tensor source = new Tensor(Format.Q4_K, 8, 1024, random(Format.Q4_K.bytesFor(8 * 1024)));
    try (PreparedKernel kernel =
        new VectorDequant().prepare(spec, new Inputs.Dequant(source), Settings.ofThreads(1))) {
      float[] output = new float[8 * 1024];
      kernel.poisonOutput();
      kernel.readOutput(output);
      for (float value : output) {
        assertTrue(Float.isNaN(value));
      }
      assertEquals(0, Allocation.onceCompiled(kernel::run));
    }
  }

  private static void check(Format stored, Format target, long rows, long columns, int threads) {
    MemorySegment data = random(rows * stored.bytesFor(columns));
    check(target, new Tensor(stored, rows, columns, data), threads);
  }

  private static void check(Format target, byte[] floats, long rows, long columns, int threads) {
    check(target, new Tensor(Format.F32, rows, columns, MemorySegment.ofArray(floats)), threads);
  }

  private static void check(Format target, Tensor source, int threads) {
    int count = (int) source.elements();
    float[] decoded = new float[count];
    Codecs.of(source.format()).decode(source.data(), 0, decoded, 0, count);
    float[] actual = new float[count];
    DequantSpec spec = new DequantSpec(source.format(), target, source.rows(), source.columns());
    try (PreparedKernel kernel =
        new VectorDequant()
            .prepare(spec, new Inputs.Dequant(source), Settings.ofThreads(threads))) {
      kernel.poisonOutput();
      kernel.run();
      kernel.readOutput(actual);
    }
    for (int i = 0; i < count; i++) {
      float expected = round(decoded[i], target);
      if (Float.isNaN(expected)) {
        assertTrue(Float.isNaN(actual[i]), spec + " at " + i + ", seed " + SEED);
      } else {
        assertEquals(expected, actual[i], spec + " at " + i + ", seed " + SEED);
      }
    }
  }

  /** By the codec's encoder, which is held against ggml's. */
  private static float round(float value, Format target) {
    MemorySegment bytes = MemorySegment.ofArray(new byte[4]);
    Codecs.of(target).encode(new float[] {value}, 0, 1, bytes, 0);
    float[] rounded = new float[1];
    Codecs.of(target).decode(bytes, 0, rounded, 0, 1);
    return rounded[0];
  }

  private static MemorySegment random(long size) {
    byte[] bytes = new byte[(int) size];
    new SplittableRandom(SEED).nextBytes(bytes);
    return MemorySegment.ofArray(bytes);
  }
}
