package assay.kernels;

/**
 * Where a device that is not the host's processor keeps its data.
 *
 * @param pciAddress as Linux writes it, {@code 0000:01:00.0}, by which the machine's probe and its
 *     sensors know the device; empty where it is on no PCI bus
 * @param bytes in total
 * @param freeBytes when the device was listed, all where nobody tells; other processes take from it
 *     at any time
 * @param lastCacheBytes of the level nearest to memory; 0 where the device tells none
 */
public record DeviceMemory(String pciAddress, long bytes, long freeBytes, long lastCacheBytes) {

  public DeviceMemory {
    if (bytes < 0 || freeBytes < 0 || lastCacheBytes < 0) {
      throw new IllegalArgumentException(
          "memory of %d bytes, %d free, behind a cache of %d: none can be negative"
              .formatted(bytes, freeBytes, lastCacheBytes));
    }
  }
}
