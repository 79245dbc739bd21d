package assay.kernels.compute;

import assay.kernels.device.Holding;

/** A piece of a device's memory. */
public interface ComputeMemory extends Holding {

  long bytes();

  /** All of it. */
  default Buffer whole() {
    return new Buffer(this, 0, bytes());
  }
}
