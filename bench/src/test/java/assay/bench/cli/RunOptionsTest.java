package assay.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.bench.plan.BackendChoice;
import assay.kernels.Availability;
import assay.kernels.Backend;
import assay.kernels.Device;
import assay.kernels.DeviceMemory;
import assay.kernels.Inputs;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.Support;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class RunOptionsTest {

  private static final Optional<DeviceMemory> MEMORY = Optional.of(new DeviceMemory("", 8, 8, 0));

  private static final Device CHIP = new Device("opencl0", "a chip", MEMORY);
  private static final Device STAND_IN = new Device("opencl1", "PoCL", MEMORY, true);

  /** Only its name and its devices matter to a request. */
  private record Listed(String id, List<Device> devices) implements Backend {
    @Override
    public String description() {
      return id;
    }

    @Override
    public Availability availability() {
      return Availability.available();
    }

    @Override
    public Support supports(Spec spec, Device device) {
      return Support.yes();
    }

    @Override
    public PreparedKernel prepare(Spec spec, Device device, Inputs inputs, Settings settings) {
      throw new UnsupportedOperationException();
    }
  }

  private static List<BackendChoice> chosen(Backend backend, String... arguments) {
    RunOptions options = new RunOptions();
    new CommandLine(
            CommandLine.Model.CommandSpec.create()
                .addMixin("options", CommandLine.Model.CommandSpec.forAnnotatedObject(options)))
        .parseArgs(arguments);
    return options.request(List.of(), List.of(backend)).backends();
  }

  @Test
  void aStandInIsMeasuredOnlyWhenItIsNamed() {
    assertEquals(
        List.of(new BackendChoice("opencl", "", "opencl0")),
        chosen(new Listed("opencl", List.of(CHIP, STAND_IN))));
    assertEquals(List.of(), chosen(new Listed("vulkan", List.of(STAND_IN))));
    assertEquals(
        List.of(BackendChoice.of("vulkan")),
        chosen(new Listed("vulkan", List.of(STAND_IN)), "--backend", "vulkan"));
  }
}
