package assay.kernels.compute;

import java.util.Map;

/** A kernel on a device, ready to be launched. */
public interface ComputeFunction {

  Module module();

  /** Where its code came from, for the record: {@code "ready-made matmul.Q4_0.spv"}. */
  String origin();

  /** What the driver tells of it, for the record: registers, local memory, preferred sizes. */
  Map<String, String> details();
}
