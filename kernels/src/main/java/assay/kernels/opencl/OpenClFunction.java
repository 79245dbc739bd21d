package assay.kernels.opencl;

import assay.kernels.compute.ComputeFunction;
import assay.kernels.compute.Module;
import java.util.Map;

/**
 * A built program; each launch makes a kernel object of its own, which keeps its arguments.
 *
 * @param program OpenCL's {@code cl_program}
 */
record OpenClFunction(Module module, String origin, Map<String, String> details, long program)
    implements ComputeFunction {}
