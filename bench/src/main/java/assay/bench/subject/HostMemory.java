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
    long spare = Math.min(available, system.getTotalMemorySize());
    // What kernels pack lies on the Java heap, which is smaller than the machine.
    return new HostMemory(lastCacheBytes, Math.min(spare, Runtime.getRuntime().maxMemory()) / 2);
  }
}
