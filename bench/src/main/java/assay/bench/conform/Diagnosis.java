package assay.bench.conform;

import assay.kernels.accuracy.Measures;
import assay.reports.conform.Fault;
import java.util.Arrays;

/**
 * Names what is wrong with a result.
 *
 * <p>What tells most is asked first: a result that is right a little later was late, whatever was
 * in it before; one that an earlier kernel gave is stale; only then does it matter where wrong
 * numbers lie.
 */
final class Diagnosis {

  private final Examination exam;
  private final Subject subject;
  private final float[] result;

  Diagnosis(Examination exam, Subject subject, float[] result) {
    this.exam = exam;
    this.subject = subject;
    this.result = result;
  }

  /** Whether nothing is wrong. */
  boolean tell() {
    var damage = subject.kernel().damage();
    damage.ifPresent(what -> exam.find(Fault.OUT_OF_BOUNDS, what));
    int[] wrong = Measures.wrong(subject.truth(), result);
    if (wrong.length > 0) {
      tell(wrong);
    }
    exam.keepOutput(subject.spec(), result);
    return wrong.length == 0 && damage.isEmpty();
  }

  private void tell(int[] wrong) {
    Whereabouts where = Whereabouts.of(subject.spec(), wrong);
    if (isLate(where)) {
      return;
    }
    if (isStale()) {
      exam.find(
          Fault.STALE,
          "gives to the bit the result that a kernel of the same spec gave for other inputs");
      return;
    }
    int[] open = Arrays.stream(wrong).filter(i -> !Float.isFinite(result[i])).toArray();
    if (open.length > 0) {
      tellNotFinite(open);
    }
    if (open.length < wrong.length) {
      tellWrong(
          Arrays.stream(wrong).filter(i -> Float.isFinite(result[i])).toArray(), wrong.length);
    }
  }

  private boolean isLate(Whereabouts where) {
    float[] later = subject.read();
    for (int tries = 0; tries < 2 && same(later, result); tries++) {
      Pause.of(exam.level().pauseMillis());
      later = subject.read();
    }
    if (same(later, result)) {
      return false;
    }
    int changed = differing(later, result);
    exam.find(
        Fault.LATE_WRITE,
        "%d outputs changed within %d ms after run had returned, %s"
            .formatted(changed, 2 * exam.level().pauseMillis(), where.text()),
        (double) changed,
        0.0,
        "outputs");
    return true;
  }

  private boolean isStale() {
    float[] earlier = exam.earlierOutput(subject.spec());
    return earlier != null && result.length > 1 && same(earlier, result) && varies(result);
  }

  private static boolean varies(float[] values) {
    for (float value : values) {
      if (Float.isFinite(value) && value != values[0]) {
        return true;
      }
    }
    return false;
  }

  private void tellNotFinite(int[] open) {
    float[] poison = subject.poison();
    int[] unwritten =
        Arrays.stream(open)
            .filter(i -> Float.floatToRawIntBits(result[i]) == Float.floatToRawIntBits(poison[i]))
            .toArray();
    Whereabouts where = Whereabouts.of(subject.spec(), open);
    if (unwritten.length == open.length) {
      find(Fault.UNWRITTEN, "left %d of %d outputs as they were, %s", where, open.length);
    } else {
      find(
          where.kind() == Whereabouts.Kind.EDGE ? Fault.NAN_AT_EDGE : Fault.NOT_FINITE,
          "gave %d of %d outputs that are not finite where the truth is, %s",
          where,
          open.length);
    }
  }

  private void find(Fault fault, String sentence, Whereabouts where, int count) {
    exam.find(
        fault,
        sentence.formatted(count, result.length, where.text()),
        (double) count,
        0.0,
        "outputs");
  }

  private void tellWrong(int[] wrong, int all) {
    Whereabouts where = Whereabouts.of(subject.spec(), wrong);
    Measures measures = Measures.of(subject.truth(), result);
    int worst = measures.worst();
    Fault fault =
        switch (where.kind()) {
          case TILE -> Fault.WRONG_TILE;
          case LANE -> Fault.WRONG_LANE;
          case EDGE -> Fault.WRONG_EDGE;
          case SCATTERED -> Fault.WRONG;
        };
    exam.find(
        fault,
        "%d of %d outputs are wrong, %s; output %d is %s, and should be %s"
            .formatted(
                wrong.length, result.length, where.text(), worst, result[worst], truthOf(worst)),
        all == wrong.length ? measures.maxOfTolerance() : null,
        all == wrong.length ? 1.0 : null,
        "");
  }

  private String truthOf(int output) {
    return String.valueOf((float) subject.truth().values()[output]);
  }

  static boolean same(float[] one, float[] other) {
    return differing(one, other) == 0;
  }

  /** In how many places these are not the same to the bit. */
  static int differing(float[] one, float[] other) {
    int count = 0;
    for (int i = 0; i < one.length; i++) {
      if (Float.floatToRawIntBits(one[i]) != Float.floatToRawIntBits(other[i])) {
        count++;
      }
    }
    return count;
  }
}
