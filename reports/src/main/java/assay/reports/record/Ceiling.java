package assay.reports.record;

import assay.probe.Reading;
import java.util.List;

/**
 * A limit measured on this machine in this run.
 *
 * @param id {@code fma.f32}, {@code multiply.i32}, {@code read.L1}, {@code read.memory}, {@code
 *     copy.memory}, {@code write.memory}, {@code latency.<bytes>}; of a device that is not the
 *     host's processor also {@code matmul.<type>}, {@code launch}, {@code launch.queued}, {@code
 *     upload.pinned}, {@code upload.pageable}, {@code download.pinned}, {@code download.pageable}
 * @param label for people: "read bandwidth, memory"
 * @param device {@code cpu}, {@code cuda0}; a case is held against the ceilings of its own device
 * @param threads that ran together; 1 on a device that is not the host's processor
 * @param best the limit: best sample, in the reading's unit (flop/s, op/s, B/s, s)
 * @param samples every repetition, in the same unit
 */
public record Ceiling(
    String id,
    String label,
    String device,
    int threads,
    Reading<Double> best,
    List<Double> samples) {}
