package assay.kernels;

import java.util.Optional;

/**
 * What a backend executes on.
 *
 * @param id short and stable within a machine: {@code cpu}, {@code cuda0}
 * @param name as the maker calls it
 * @param memory of a device that computes beside the host's processor; empty where the host's own
 *     threads compute
 * @param isStandIn a driver plays a device that is not there on the host's processor, as PoCL and
 *     lavapipe do; good for tests of kernels, and measured only when it is named
 */
public record Device(String id, String name, Optional<DeviceMemory> memory, boolean isStandIn) {
  public static final Device CPU = new Device("cpu", "host CPU");

  /** One whose threads, caches and memory are the host's. */
  public Device(String id, String name) {
    this(id, name, Optional.empty());
  }

  /** One that is there. */
  public Device(String id, String name, Optional<DeviceMemory> memory) {
    this(id, name, memory, false);
  }

  /** Whether threads of this process do the work, so that their number says something. */
  public boolean isHost() {
    return memory.isEmpty();
  }
}
