package assay.bench.subject;

import assay.probe.HostState;
import assay.probe.Root;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * What a cold case needs to know of the machine.
 *
 * @param lastCacheBytes of the last level, all instances together
 * @param spareBytes that copies may take
 */
record HostMemory(long lastCacheBytes, long spareBytes) {

  static HostMemory now(long lastCacheBytes) {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    // Half: the kernels' own packing may take as much again as the copies.
    long available =
        HostState.read(Root.live())
            .availableBytes()
            .asOptional()
            .orElse(system.getFreeMemorySize());
    return new HostMemory(lastCacheBytes, Math.min(available, system.getTotalMemorySize()) / 2);
  }
}
