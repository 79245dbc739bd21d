package assay.kernels.gpu.matmul;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.Format;
import assay.kernels.MatmulSpec;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class TileChoiceTest {

  private static final TileChoice.Step STEP = new TileChoice.Step(64, 400, 5);
  private static final List<Integer> TOKENS = List.of(256, 128, 64);
  private static final int MULTIPROCESSORS = 132;

  @Test
  void partsAndTilesCoverAllOfIt() {
    long seed = 7;
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 1000; i++) {
      var spec =
          new MatmulSpec(
              Format.F16, random.nextInt(40_000), random.nextInt(5000), random.nextInt(30_000));
      TileChoice choice = choice(spec);
      String said = "seed %d: %s: %s".formatted(seed, spec, choice);
      long steps = Math.ceilDiv(spec.k(), 64L);
      assertTrue(choice.parts() * choice.steps() >= steps, said);
      assertTrue(choice.parts() == 1 || (choice.parts() - 1) * choice.steps() < steps, said);
      assertEquals(
          choice.tiles(),
          Math.ceilDiv(spec.m(), 128L) * choice.paddedTokens(spec) / choice.tokens());
      assertTrue(choice.paddedTokens(spec) >= spec.n(), said);
    }
  }

  @Test
  void fewTilesShareTheirSums() {
    TileChoice few = choice(new MatmulSpec(Format.F16, 1024, 64, 8192));
    assertEquals(64, few.tokens());
    assertTrue(few.parts() > 1 && few.tiles() * few.parts() <= MULTIPROCESSORS, few::toString);
  }

  @Test
  void manyTilesAreWideAndWhole() {
    assertEquals(
        new TileChoice(256, 896, 1, 64), choice(new MatmulSpec(Format.F16, 14336, 2048, 4096)));
  }

  /** What a kernel of window.h computes for itself. */
  @Test
  void windowsAreThoseOfTheDevice() {
    assertEquals(new Window(64, 128 * 80), Window.of(Format.Q4_0));
    assertEquals(new Window(64, 128 * 272), Window.of(Format.F32));
    assertEquals(new Window(256, 128 * 176), Window.of(Format.Q4_K));
    assertEquals(new Window(256, 128 * 240), Window.of(Format.Q6_K));
  }

  private static TileChoice choice(MatmulSpec spec) {
    return TileChoice.of(spec, TOKENS, STEP, MULTIPROCESSORS);
  }
}
