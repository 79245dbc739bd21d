package assay.kernels.gpu;

import assay.kernels.gpu.driver.GpuDevice;
import assay.kernels.gpu.driver.Maker;
import java.util.List;

/** Which of mma.h's products of 16-bit factors a device has. */
public final class MatrixInstructions {

  private static final int CAPABILITY = 80;

  private MatrixInstructions() {}

  /** Threads that multiply matrices together; 0 on a device that has nothing for it. */
  public static int lanes(GpuDevice device) {
    String architecture = device.architecture();
    if (device.maker() == Maker.CUDA) {
      return device.computeCapability() >= CAPABILITY ? 32 : 0;
    }
    if (List.of("gfx90a", "gfx950").contains(architecture) || architecture.startsWith("gfx94")) {
      return 64;
    }
    return architecture.startsWith("gfx11") || architecture.startsWith("gfx12") ? 32 : 0;
  }

  /** Whether both halves of a wave hold all factors, so that registers last for half as many. */
  public static boolean holdsFactorsTwice(GpuDevice device) {
    return device.architecture().startsWith("gfx11");
  }

  /** Why a variant that needs them does not run on a device. */
  public static String absence(GpuDevice device) {
    return "no matrix instruction of %s is used here".formatted(device.architecture());
  }
}
