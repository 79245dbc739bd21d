package assay.kernels.opencl;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import assay.kernels.KernelVariant;
import assay.kernels.binding.CodeCache;
import assay.kernels.binding.LibraryFolders;
import assay.kernels.binding.PrivateCache;
import assay.kernels.binding.UnusableLibraryException;
import assay.kernels.compute.ComputeDevice;
import assay.kernels.compute.ComputeDriver;
import assay.kernels.device.DeviceBackend.Found;
import assay.kernels.device.DriverException;
import assay.kernels.opencl.cpu.CpuMatmulFloat;
import assay.kernels.opencl.cpu.CpuMatmulInt8;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Every device of every platform behind the loader, numbered in the loader's order.
 *
 * @param folders where the loader may lie
 * @param cache folder for compiled kernels
 */
public record OpenClDriver(LibraryFolders folders, Path cache) implements ComputeDriver {

  /** Folders to look for the loader in first, separated by colons. */
  public static final String VARIABLE = "ASSAY_OPENCL";

  private static final long ALL_TYPES = 0xffffffffL;

  /** More than any machine has. */
  private static final int MOST = 256;

  public static OpenClDriver ofThisMachine() {
    return new OpenClDriver(
        LibraryFolders.fromEnvironment(VARIABLE, "assay.opencl"), PrivateCache.ofUser("opencl"));
  }

  @Override
  public String id() {
    return "opencl";
  }

  @Override
  public String description() {
    return "Assay's portable kernels by OpenCL";
  }

  @Override
  public List<KernelVariant> variants(ComputeDevice device) {
    return device.features().isHost()
        ? List.of(new CpuMatmulInt8(device), new CpuMatmulFloat(device))
        : List.of();
  }

  @Override
  public Found<ComputeDevice> find() throws UnusableLibraryException {
    OpenCl cl = OpenCl.open(folders);
    List<ComputeDevice> devices = new ArrayList<>();
    List<String> remarks = new ArrayList<>();
    int index = 0;
    for (long platform : platforms(cl)) {
      for (long device : devices(cl, platform, remarks)) {
        look(cl, platform, device, index, devices, remarks);
        index++;
      }
    }
    if (devices.isEmpty()) {
      throw new UnusableLibraryException(
          "%s has no device that can be used: %s".formatted(cl.name(), String.join("; ", remarks)));
    }
    return new Found<>(List.copyOf(devices), List.copyOf(remarks));
  }

  private static long[] platforms(OpenCl cl) throws UnusableLibraryException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment ids = arena.allocate(JAVA_LONG, MOST);
      MemorySegment count = arena.allocate(JAVA_INT);
      int status = cl.status(Call.PLATFORMS, MOST, ids, count);
      int found = status == Status.PLATFORM_NOT_FOUND ? 0 : count.get(JAVA_INT, 0);
      if (found == 0) {
        throw new UnusableLibraryException(
            ("%s has no platform: no driver is installed beside the loader, or none of those that"
                    + " /etc/OpenCL/vendors names can be loaded")
                .formatted(cl.name()));
      }
      cl.check(status, Call.PLATFORMS);
      return ids.asSlice(0, Math.clamp(found, 0, MOST) * Long.BYTES).toArray(JAVA_LONG);
    }
  }

  private static long[] devices(OpenCl cl, long platform, List<String> remarks) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment ids = arena.allocate(JAVA_LONG, MOST);
      MemorySegment count = arena.allocate(JAVA_INT);
      int status = cl.status(Call.DEVICES, platform, ALL_TYPES, MOST, ids, count);
      if (status != 0) {
        String name = cl.text(Call.PLATFORM_INFO, platform, Info.PLATFORM_NAME);
        remarks.add(
            status == Status.DEVICE_NOT_FOUND
                ? "the platform %s has no device".formatted(name)
                : "the platform %s does not tell its devices: %s: %s"
                    .formatted(name, Call.DEVICES.symbol(), Status.text(status)));
        return new long[0];
      }
      int found = Math.clamp(count.get(JAVA_INT, 0), 0, MOST);
      if (found == 0) {
        remarks.add(
            "the platform %s says that it has %s devices"
                .formatted(
                    cl.text(Call.PLATFORM_INFO, platform, Info.PLATFORM_NAME),
                    Integer.toUnsignedString(count.get(JAVA_INT, 0))));
      }
      return ids.asSlice(0, (long) found * Long.BYTES).toArray(JAVA_LONG);
    }
  }

  /** One that cannot be used keeps its number, so that the others' do not depend on it. */
  private void look(
      OpenCl cl,
      long platform,
      long device,
      int index,
      List<ComputeDevice> devices,
      List<String> remarks) {
    try {
      DeviceFacts facts = DeviceFacts.read(cl, platform, device, id() + index);
      Optional<String> problem = facts.problem();
      if (problem.isPresent()) {
        remarks.add(problem.get());
      } else {
        devices.add(new OpenClDevice(cl, facts, new CodeCache(cache)));
      }
    } catch (DriverException e) {
      remarks.add("%s%d does not tell what it is: %s".formatted(id(), index, e.getMessage()));
    }
  }
}
