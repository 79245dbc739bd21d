package assay.kernels.contract;

import assay.kernels.Backend;
import assay.kernels.Device;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.contract.Subjects.Subject;
import java.lang.foreign.Arena;
import java.util.Optional;

/** The contract's cases of attention for a backend that only one test knows. */
public final class AttentionCases {

  private static final long MOST_OUTPUTS = 20_000;

  private AttentionCases() {}

  /** Holds a backend to those that it supports; returns how many. */
  public static int check(Backend backend, Device device) {
    Subject subject = new Subject(backend, device, Optional.empty());
    int checked = 0;
    for (ContractCase tested : Cases.attention()) {
      if (tested.spec().outputs() <= MOST_OUTPUTS && subject.canRun(tested.spec())) {
        ContractTest.isRight(subject, tested);
        checked++;
      }
    }
    return checked;
  }

  /** On inputs that live as long as they are used. */
  public static PreparedKernel prepare(Backend backend, Device device, Spec spec, String variant) {
    var inputs = new ContractCase(spec, Fill.RANDOM, 3).inputs(Arena.ofAuto());
    return backend.prepare(spec, device, inputs, new Settings(1, Optional.of(variant)));
  }
}
