package assay.kernels.gpu.code;

import java.lang.foreign.MemorySegment;

/**
 * What a driver loads.
 *
 * @param image machine code, or PTX as text that ends in a zero
 * @param origin for the record: {@code "NVRTC 13.0, sm_90a"}, {@code "PTX of this build"}
 * @param compiledHere by the run-time compiler; else it was ready-made
 */
public record Code(MemorySegment image, String origin, boolean compiledHere) {}
