package assay.kernels;

import assay.kernels.blas.BlasBackend;
import assay.kernels.compute.ComputeBackend;
import assay.kernels.ggml.GgmlBackend;
import assay.kernels.gpu.GpuBackend;
import assay.kernels.nativec.NativeBackend;
import assay.kernels.onnxruntime.OrtBackend;
import assay.kernels.opencl.OpenClDriver;
import assay.kernels.reference.ReferenceBackend;
import assay.kernels.scalar.ScalarBackend;
import assay.kernels.vector.VectorBackend;
import assay.kernels.vulkan.VulkanDriver;
import java.util.List;
import java.util.Optional;

/** Every backend Assay knows, in the order reports list them. */
public final class Backends {

  private Backends() {}

  public static List<Backend> all() {
    return List.of(
        new VectorBackend(),
        new NativeBackend(),
        GpuBackend.cuda(),
        GpuBackend.hip(),
        GpuBackend.cublaslt(),
        GpuBackend.hipblaslt(),
        new ComputeBackend(OpenClDriver.ofThisMachine()),
        new ComputeBackend(VulkanDriver.ofThisMachine()),
        new BlasBackend(),
        new GgmlBackend(),
        new OrtBackend(),
        new ScalarBackend(),
        new ReferenceBackend());
  }

  public static Optional<Backend> named(String id) {
    return all().stream().filter(backend -> backend.id().equals(id)).findFirst();
  }
}
