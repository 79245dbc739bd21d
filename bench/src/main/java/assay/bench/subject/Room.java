package assay.bench.subject;

import assay.kernels.DeviceMemory;
import assay.probe.HostState;
import assay.reports.summary.Ceilings;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * What a cold case needs to know of the memory that its copies lie in.
 *
 * @param forgettingBytes that pass through the last cache until nothing is left of what it held
 * @param spareBytes that copies may take
 * @param apart copies that do not take part in the rotation, see {@link #of(DeviceMemory)}
 */
record Room(long forgettingBytes, long spareBytes, int apart) {

  /**
   * A processor's cache replaces what was used longest ago, or nearly so: going round more than it
   * holds never finds a line again, and twice as much leaves it room for exceptions.
   */
  private static final int CACHES_OF_HOST = 2;

  /**
   * A GPU's does not. One that replaces any line finds a share h again with exp(-n (1 - h)) = h,
   * going round n times what it holds: a fifth when n is 2, 2 per cent when n is 4.
   */
  private static final int CACHES_OF_DEVICE = 4;

  /**
   * Of the host, now.
   *
   * @param lastCacheBytes of the last level, all instances together
   */
  static Room ofHost(long lastCacheBytes) {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    // Half: the kernels' own packing may take as much again as the copies.
    long available =
        HostState.live().availableBytes().asOptional().orElse(system.getFreeMemorySize());
    long spare = Math.min(available, system.getTotalMemorySize());
    // What kernels pack lies on the Java heap, which is smaller than the machine.
    return new Room(
        CACHES_OF_HOST * lastCacheBytes, Math.min(spare, Runtime.getRuntime().maxMemory()) / 2, 0);
  }

  /**
   * Of a device when it was listed. One copy is apart: a graph replays the others in a fixed order,
   * and the operation that is timed by itself before it must not warm one of them.
   */
  static Room of(DeviceMemory memory) {
    long cache =
        memory.lastCacheBytes() > 0 ? memory.lastCacheBytes() : Ceilings.UNKNOWN_CACHE_BYTES;
    return new Room(CACHES_OF_DEVICE * cache, memory.freeBytes() / 2, 1);
  }

  /**
   * Of what a driver plays on the host's processor, whose caches are the host's, whatever it tells.
   *
   * @param lastCacheBytes of the host's last level, all instances together
   */
  static Room ofStandIn(DeviceMemory memory, long lastCacheBytes) {
    long cache = Math.max(memory.lastCacheBytes(), lastCacheBytes);
    return new Room(CACHES_OF_HOST * cache, memory.freeBytes() / 2, 1);
  }
}
