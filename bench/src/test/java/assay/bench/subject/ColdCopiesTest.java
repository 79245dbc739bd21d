package assay.bench.subject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.datasets.generate.Fill;
import assay.datasets.generate.InputsFactory;
import assay.kernels.Inputs;
import assay.kernels.Spec;
import java.lang.foreign.Arena;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColdCopiesTest {

  @ParameterizedTest
  @CsvSource({
    // touched, owned, last cache, spare memory, copies
    "100, 100, 1000, 100000, 20",
    "300, 300, 1000, 100000, 7",
    "2000, 2000, 1000, 100000, 1",
    "100, 100, 1000, 550, 5",
    "100, 100, 1000, 0, 1",
    "0, 0, 1000, 100000, 1",
    "1, 1, 1000000, 100000000, 1024",
    "100, 400, 1000, 2000, 5",
  })
  void twiceTheLastCacheIsRotatedWhereMemoryAllows(
      long touched, long owned, long cache, long spare, int copies) {
    assertEquals(
        copies,
        ColdCopies.count(new ColdCopies.Cost(touched, owned), new HostMemory(cache, spare)));
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
