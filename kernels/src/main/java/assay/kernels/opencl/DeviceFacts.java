package assay.kernels.opencl;

import assay.kernels.Device;
import assay.kernels.DeviceMemory;
import assay.kernels.compute.Features;
import assay.kernels.compute.Limits;
import assay.kernels.device.DriverException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a driver tells of a device before anything is started on it.
 *
 * @param handle OpenCL's {@code cl_device_id}
 * @param id {@code opencl0}
 * @param type {@code CPU}, {@code GPU}, {@code accelerator}
 * @param platform name of the platform
 * @param suffix short name of the driver, empty where it tells none
 * @param versions of driver, device and platform: what compiled code depends on
 * @param language {@code OpenCL C 1.2}
 * @param memoryBytes in total
 * @param cacheBytes of the cache before memory, 0 where it tells none that can be the last
 * @param pciAddress as Linux writes it, empty where the driver tells none
 */
record DeviceFacts(
    long handle,
    String id,
    String name,
    String type,
    String platform,
    String suffix,
    List<String> versions,
    String language,
    Set<String> extensions,
    long memoryBytes,
    long cacheBytes,
    String pciAddress,
    Limits limits,
    Features features,
    Optional<String> problem) {

  private static final long CPU = 1 << 1;
  private static final long GPU = 1 << 2;

  /** CL_FP_DENORM. */
  private static final long KEEPS_SUBNORMALS = 1;

  /** Some drivers tell the cache of one compute unit: AMD's 16 KiB. */
  private static final long LEAST_LAST_CACHE = 1 << 20;

  /** Groups are numbered with 32 bits. */
  private static final long MOST_GROUPS = 1L << 30;

  static DeviceFacts read(OpenCl cl, long platform, long device, String id) {
    Asked ask = new Asked(cl, device);
    String name = ask.text(Info.DEVICE_NAME);
    Set<String> extensions = Set.of(ask.text(Info.DEVICE_EXTENSIONS).split("\\s+"));
    long memory = ask.number(Info.DEVICE_MEMORY_BYTES);
    long type = ask.number(Info.DEVICE_TYPE);
    return new DeviceFacts(
        device,
        id,
        name,
        (type & CPU) != 0 ? "CPU" : (type & GPU) != 0 ? "GPU" : "accelerator",
        cl.text(Call.PLATFORM_INFO, platform, Info.PLATFORM_NAME),
        suffix(cl, platform),
        List.of(
            ask.text(Info.DRIVER_VERSION),
            ask.text(Info.DEVICE_VERSION),
            cl.text(Call.PLATFORM_INFO, platform, Info.PLATFORM_VERSION)),
        ask.text(Info.DEVICE_LANGUAGE),
        extensions,
        memory,
        lastCache(ask.number(Info.DEVICE_CACHE_BYTES)),
        PciAddress.of(ask, extensions).orElse(""),
        limits(ask),
        features(ask, extensions, (type & CPU) != 0),
        problem(ask, memory).map(what -> "%s (%s) %s".formatted(id, name, what)));
  }

  private static String suffix(OpenCl cl, long platform) {
    try {
      return cl.text(Call.PLATFORM_INFO, platform, Info.PLATFORM_SUFFIX);
    } catch (DriverException e) {
      // Of an extension, like what it is for: several drivers behind one loader.
      return "";
    }
  }

  private static long lastCache(long told) {
    return told >= LEAST_LAST_CACHE ? told : 0;
  }

  private static Limits limits(Asked ask) {
    long largest = ask.number(Info.DEVICE_LARGEST_ALLOCATION);
    return new Limits(
        (int) Math.min(ask.number(Info.DEVICE_GROUP_SIZE), Integer.MAX_VALUE),
        MOST_GROUPS,
        (int) Math.min(ask.number(Info.DEVICE_LOCAL_BYTES), Integer.MAX_VALUE),
        largest,
        largest,
        (int) Math.max(Integer.BYTES, ask.number(Info.DEVICE_ALIGNMENT_IN_BITS) / Byte.SIZE),
        (int) ask.number(Info.DEVICE_COMPUTE_UNITS));
  }

  private static Features features(Asked ask, Set<String> extensions, boolean isHost) {
    boolean hasDot = DotProduct.isThere(ask, extensions);
    return new Features(
        isHost,
        extensions.contains("cl_khr_fp16"),
        hasDot,
        hasDot && DotProduct.isAccelerated(ask),
        SubgroupSize.of(ask, extensions),
        true,
        (ask.number(Info.DEVICE_FLOAT32) & KEEPS_SUBNORMALS) != 0);
  }

  private static Optional<String> problem(Asked ask, long memory) {
    if (ask.number(Info.DEVICE_AVAILABLE) == 0) {
      return Optional.of("is not available");
    }
    if (memory <= 0) {
      return Optional.of("says that it has %d bytes of memory".formatted(memory));
    }
    if (ask.number(Info.DEVICE_HAS_COMPILER) == 0) {
      return Optional.of("has no compiler, and kernels are compiled for it when they are needed");
    }
    return ask.number(Info.DEVICE_LITTLE_ENDIAN) == 0
        ? Optional.of("is not little-endian, as tensors are")
        : Optional.empty();
  }

  /** Whether it is a device of a version of OpenCL from {@code major} on. */
  boolean speaks(int major) {
    return versions.get(1).startsWith("OpenCL ")
        && versions.get(1).charAt("OpenCL ".length()) - '0' >= major;
  }

  /** As backends list it. */
  Device listed() {
    var memory = new DeviceMemory(pciAddress, memoryBytes, memoryBytes, cacheBytes);
    return new Device(
        id,
        "%s (%s; %s)".formatted(name, type, named(platform, suffix)),
        Optional.of(memory),
        features.isHost());
  }

  /** PoCL's platform is the Portable Computing Language, by which nobody asks for it. */
  private static String named(String platform, String suffix) {
    return platform.toLowerCase(Locale.ROOT).contains(suffix.toLowerCase(Locale.ROOT))
        ? platform
        : platform + ", " + suffix;
  }

  /** Questions to one device. */
  record Asked(OpenCl cl, long device) {

    String text(int what) {
      return cl.text(Call.DEVICE_INFO, device, what);
    }

    long number(int what) {
      return cl.number(Call.DEVICE_INFO, device, what);
    }

    byte[] bytes(int what) {
      return cl.info(Call.DEVICE_INFO, device, what);
    }

    /** Of an extension that a driver may name and not have. */
    Optional<Long> optionalNumber(int what) {
      try {
        return Optional.of(number(what));
      } catch (DriverException e) {
        return Optional.empty();
      }
    }
  }
}
