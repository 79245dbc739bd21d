package assay.bench.faulty;

import assay.kernels.Availability;
import assay.kernels.Backend;
import assay.kernels.Device;
import assay.kernels.Inputs;
import assay.kernels.KernelUnavailableException;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.Support;
import assay.kernels.reference.ReferenceBackend;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Right where nothing goes wrong; each variant goes wrong in one way. */
public final class FaultyBackend implements Backend {

  /** How a kernel may fail. */
  public enum Fault {
    NONE,
    SEGFAULT,
    HANG,
    THROW,
    REFUSE,
    WRONG,
    WRITES_NOTHING,
    LEAVES_A_GAP,
    WRONG_INSIDE,
    DRIFTS,
    SPOILS_LATER,
    EXITS,
    TERMINATED,
    PAUSES,
    HANG_LATER,
    SEGFAULT_LATER;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final ReferenceBackend right = new ReferenceBackend();

  @Override
  public String id() {
    return "faulty";
  }

  @Override
  public String description() {
    return "goes wrong on purpose";
  }

  @Override
  public Availability availability() {
    return Availability.available();
  }

  @Override
  public List<Device> devices() {
    return List.of(Device.CPU);
  }

  @Override
  public Support supports(Spec spec, Device device) {
    return right.supports(spec, device);
  }

  @Override
  public List<String> variants(Spec spec) {
    return Arrays.stream(Fault.values()).map(Fault::text).toList();
  }

  @Override
  public PreparedKernel prepare(Spec spec, Device device, Inputs inputs, Settings settings) {
    Fault fault =
        settings
            .variant()
            .map(name -> Fault.valueOf(name.toUpperCase(Locale.ROOT)))
            .orElse(Fault.NONE);
    if (fault == Fault.REFUSE) {
      throw new KernelUnavailableException(id(), "this one always refuses");
    }
    Settings plain = Settings.ofThreads(settings.threads());
    return new FaultyKernel(right.prepare(spec, device, inputs, plain), fault);
  }
}
