package assay.bench.conform;

import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.MatmulSpec;
import assay.kernels.Tensor;
import assay.kernels.format.Codecs;
import assay.kernels.reference.Truth;
import assay.reports.conform.Fault;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * How the error of a sum grows with its length, on numbers of one sign.
 *
 * <p>Rounding to nearest errs to both sides, so the error of a sum of k terms is at most the root
 * of k times a unit of it. A unit that cuts bits off errs to one side: its error grows as k does.
 * At the lengths that a test takes it may be within every tolerance; in a row of the largest models
 * it is not. So the law is fitted and asked about that row.
 */
final class GrowthProbe {

  private static final int[] LENGTHS = {256, 512, 1024, 2048, 4096, 8192, 16384};

  private static final List<Format> FORMATS =
      List.of(Format.F32, Format.F16, Format.BF16, Format.Q8_0);

  /** The widest row of a model that people run: the feed-forward part of 405 thousand million. */
  private static final double LONGEST_ROW = 53248;

  private GrowthProbe() {}

  static Probe of(Level level) {
    return new Probe(
        "numeric.growth", FORMATS.size(), exam -> FORMATS.forEach(format -> fit(exam, format)));
  }

  private static void fit(Examination exam, Format format) {
    exam.check(
        "error of matmul in %s against k".formatted(format),
        () -> {
          List<GrowthLaw.Point> points = new ArrayList<>();
          for (int k : LENGTHS) {
            points.add(point(exam, format, k));
            exam.alive();
          }
          GrowthLaw law = GrowthLaw.of(points);
          double predicted = law.at(LONGEST_ROW);
          String sentence =
              String.format(
                  Locale.ROOT,
                  "error of %s grows as k^%.2f (residual %.2f): %.3g of its tolerance at k = %d,"
                      + " and %.3g in a row of %.0f",
                  format,
                  law.power(),
                  law.residual(),
                  points.getLast().share(),
                  LENGTHS[LENGTHS.length - 1],
                  predicted,
                  LONGEST_ROW);
          if (law.isBiased() && predicted > 1) {
            exam.find(Fault.GROWS_WITH_K, sentence, predicted, 1.0, "");
          } else if (law.isBiased()) {
            exam.note(sentence);
          }
        });
  }

  private static GrowthLaw.Point point(Examination exam, Format format, int k) {
    MatmulSpec spec = new MatmulSpec(format, 16, 4, k);
    exam.requireSupport(spec);
    double error = 0;
    double tolerance = 0;
    try (Arena arena = Arena.ofShared();
        Subject subject =
            Subject.of(
                exam,
                spec,
                new Inputs.Matmul(
                    positive(arena, format, 16, k, exam.seed() + k),
                    positive(arena, Format.F32, 4, k, exam.seed() - k)))) {
      float[] result = subject.run();
      Truth truth = subject.truth();
      for (int i = 0; i < result.length; i++) {
        double nearest =
            Math.min(
                Math.abs(result[i] - truth.values()[i]),
                Math.abs(result[i] - truth.roundedValues()[i]));
        error += Math.pow(nearest / truth.magnitudes()[i], 2) / result.length;
        tolerance +=
            Math.pow(truth.roundedTolerances()[i] / truth.magnitudes()[i], 2) / result.length;
      }
    }
    return new GrowthLaw.Point(k, Math.sqrt(error), Math.sqrt(tolerance));
  }

  private static Tensor positive(Arena arena, Format format, int rows, int k, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[rows * k];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(0.25, 1);
    }
    MemorySegment data = arena.allocate(rows * format.bytesFor(k), 64);
    Codecs.of(format).encode(values, 0, values.length, data, 0);
    return new Tensor(format, rows, k, data);
  }
}
