package assay.kernels;

import java.util.function.Supplier;

/**
 * A limit of a device that is not the host's processor, and how to measure it.
 *
 * <p>An id means what it means for the host's processor where that has it: {@code read.memory},
 * {@code write.memory}, {@code copy.memory} (bytes read and written, counted both), {@code
 * read.L2}, {@code fma.f32} and other types. Beside these there are {@code matmul.<type>} through
 * the vendor's library, the type being that of the factors as in {@link Execution#MULTIPLIES};
 * {@code launch} of an empty kernel, waited for, and {@code launch.queued}, one of many in a queue;
 * {@code upload.pinned}, {@code upload.pageable}, {@code download.pinned} and {@code
 * download.pageable} between the host's memory and the device's.
 *
 * @param id of which a device has each at most once
 * @param label for people: "read bandwidth, memory"
 * @param unit of the samples: flop/s, op/s, B/s or s
 * @param prepare allocates and compiles; throws {@link KernelUnavailableException} with the reason
 *     where the limit can't be measured
 */
public record DeviceCeiling(String id, String label, String unit, Supplier<Sampler> prepare) {

  /** Owns its device memory until it is closed. */
  public interface Sampler extends AutoCloseable {

    /**
     * Measures once, for some milliseconds of work on the device, in the ceiling's unit.
     *
     * @throws DeviceLostException when the device is gone
     */
    double sample();

    @Override
    void close();
  }

  /** One that is named only to say why it is not there. */
  public static DeviceCeiling unavailable(
      String backend, String id, String label, String unit, String reason) {
    return new DeviceCeiling(
        id,
        label,
        unit,
        () -> {
          throw new KernelUnavailableException(backend, reason);
        });
  }
}
