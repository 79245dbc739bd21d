package assay.bench.subject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.datasets.generate.Fill;
import assay.datasets.generate.InputsFactory;
import assay.kernels.DeviceMemory;
import assay.kernels.Inputs;
import assay.kernels.Spec;
import assay.probe.Machine;
import assay.probe.Reading;
import java.lang.foreign.Arena;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColdCopiesTest {

  @ParameterizedTest
  @CsvSource({
    // touched, owned, forgotten after, spare memory, copies, whether that is cold
    "100, 100, 2000, 100000, 20, true",
    "300, 300, 2000, 100000, 7, true",
    "2000, 2000, 2000, 100000, 1, true",
    "100, 100, 2000, 550, 5, false",
    "100, 100, 2000, 0, 1, false",
    "0, 0, 2000, 100000, 1, true",
    "1, 1, 2000000, 100000000, 16384, false",
    "278528, 280576, 805306368, 4000000000, 2892, true",
    "100, 400, 2000, 2000, 5, false",
  })
  void whatTheCachesForgetAfterIsRotatedWhereMemoryAllows(
      long touched, long owned, long forgetting, long spare, int copies, boolean cold) {
    ColdCopies.Rotation rotation =
        ColdCopies.rotation(new ColdCopies.Cost(touched, owned), new Room(forgetting, spare, 0));
    assertEquals(copies, rotation.copies());
    assertEquals(cold, rotation.isCold());
    assertEquals(copies * touched, rotation.bytes());
  }

  @Test
  void aDeviceMayFindLinesThatAProcessorWouldNot() {
    assertEquals(2 << 20, Room.ofHost(1 << 20).forgettingBytes());
    assertEquals(
        4 << 20, Room.of(new DeviceMemory("", 1 << 30, 1 << 30, 1 << 20)).forgettingBytes());
    assertEquals(1L << 30, Room.of(new DeviceMemory("", 1 << 30, 1 << 30, 0)).forgettingBytes());
  }

  @Test
  void aStandInHasTheCachesOfTheHost() {
    var silent = new DeviceMemory("", 1 << 30, 1 << 30, 0);
    assertEquals(6 << 20, Room.ofStandIn(silent, 3 << 20).forgettingBytes());
    var telling = new DeviceMemory("", 1 << 30, 1 << 30, 5 << 20);
    assertEquals(10 << 20, Room.ofStandIn(telling, 3 << 20).forgettingBytes());
  }

  @ParameterizedTest
  @CsvSource({
    "'matmul:q8_0*f32:m64,n2,k320', 21760, 24832",
    "'matmul:q4_K*f32:m32,n512,k4096', 73728, 8527872",
    "'dequant:q8_0*f32:m64,k320', 103680, 103680",
    "'attention:f32*f16:h4,kv2,d32,n1,c100,causal', 25600, 26112",
    "'attention:f32*f16:h4,kv2,d32,n1,c100,causal,window25', 6400, 26112",
  })
  void aCopyCostsWhatItBringsThroughTheCaches(String text, long touched, long owned) {
    Spec spec = Spec.parse(text);
    try (Arena arena = Arena.ofConfined()) {
      Inputs inputs = new InputsFactory().make(spec, Fill.ZEROS, 1, arena);
      assertEquals(new ColdCopies.Cost(touched, owned), ColdCopies.Cost.of(spec, inputs));
    }
  }

  @Test
  void copiesHoldTheSameNumbersInOtherMemory() {
    Spec spec = Spec.parse("matmul:q4_0*f32:m8,n2,k64");
    try (Arena arena = Arena.ofConfined()) {
      var first = (Inputs.Matmul) new InputsFactory().make(spec, Fill.GAUSSIAN, 3, arena);
      List<Inputs> copies = ColdCopies.of(first, 3, arena);
      assertEquals(3, copies.size());
      for (Inputs each : copies.subList(1, 3)) {
        var copy = (Inputs.Matmul) each;
        assertEquals(-1, first.weights().data().mismatch(copy.weights().data()));
        assertNotEquals(first.weights().data().address(), copy.weights().data().address());
        assertEquals(0, copy.weights().data().address() % 64);
      }
    }
  }

  @Test
  void shortOperationsShareAReadingOfTheClock() {
    assertEquals(1, Batch.ofOperation(50_000).operations());
    assertEquals(2, Batch.ofOperation(49_999).operations());
    assertEquals(50, Batch.ofOperation(1_000).operations());
    assertEquals(50_000, Batch.ofOperation(0).operations());
    assertEquals(1, Batch.ofOperation(5_000_000_000L).operations());
  }

  @ParameterizedTest
  @CsvSource({"64, 1024, 65", "50, 7, 50", "6, 9, 7", "1, 1024, 1", "30, 1, 30", "2, 6, 5"})
  void timedOperationsGoRoundAllCopies(int operations, int copies, int batch) {
    Batch settled = new Batch(operations, 700).goingRound(copies);
    assertEquals(new Batch(batch, 700), settled);
    Set<Integer> timed = new HashSet<>();
    for (int i = 0; i < copies; i++) {
      timed.add(i * settled.operations() % copies);
    }
    assertEquals(copies, timed.size());
  }

  @Test
  void aLevelOfTwoSizesIsCountedWhole() {
    assertEquals(
        (96L << 20) + (32L << 20),
        LastCache.bytes(
            List.of(
                cache(2, "Unified", 1 << 20, 16),
                cache(3, "Unified", 96 << 20, 1),
                cache(3, "Unified", 32 << 20, 1))));
    assertEquals(
        2 * 32 << 10,
        LastCache.bytes(List.of(cache(1, "Data", 32 << 10, 2), cache(1, "Instruction", 99, 2))));
    assertEquals(64L << 20, LastCache.bytes(List.of()));
  }

  private static Machine.Cache cache(int level, String type, long bytes, int instances) {
    return new Machine.Cache(
        level,
        type,
        bytes,
        Reading.unavailable("test"),
        Reading.unavailable("test"),
        Reading.unavailable("test"),
        instances);
  }

  @Test
  void reorderedSumsAreNoChangeAndOtherNumbersAre() {
    float[] first = {1, -2, 3, -4};
    float[] reordered = {1, Math.nextUp(-2f), Math.nextDown(3f), -4};
    assertTrue(!OutputChange.isMoreThanReordering(first, first.clone()));
    assertTrue(!OutputChange.isMoreThanReordering(first, reordered));
    assertTrue(OutputChange.isMoreThanReordering(first, new float[] {1, -2, 3, -4.001f}));
    assertTrue(OutputChange.isMoreThanReordering(first, new float[] {1, -2, 3, Float.NaN}));
    assertTrue(OutputChange.isMoreThanReordering(new float[] {0, 0}, new float[] {0, 1e-20f}));
    float[] broken = {Float.NaN, 1};
    assertTrue(!OutputChange.isMoreThanReordering(broken, broken.clone()));
  }
}
