package assay.kernels.gpu.matvec;

import assay.kernels.Arithmetic;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.KernelVariant;
import assay.kernels.MatmulSpec;
import assay.kernels.Operation;
import assay.kernels.PreparedKernel;
import assay.kernels.Rounding;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.Support;
import assay.kernels.gpu.DeviceFormats;
import assay.kernels.gpu.GpuSession;
import assay.kernels.gpu.GpuWork;
import assay.kernels.gpu.SplitOutput;
import assay.kernels.gpu.code.Module;
import assay.kernels.gpu.driver.GpuMemory;
import assay.kernels.gpu.driver.Launch;
import java.util.EnumSet;
import java.util.Set;

/**
 * At most eight tokens, rounded to 8 bits, by integer dot products; W is re-laid to planes before.
 *
 * <p>What keeps float32 multiply-adds from streaming four-bit weights as fast as memory gives them
 * is the decoding, which this does four weights at a time.
 */
public final class GpuMatvecInt8 implements KernelVariant {

  /** Structs of these names are in matvec_int8_*.h. */
  private static final Set<Format> FORMATS =
      EnumSet.of(
          Format.Q4_0,
          Format.Q4_1,
          Format.Q5_0,
          Format.Q5_1,
          Format.Q8_0,
          Format.Q1_0,
          Format.Q2_0,
          Format.TQ2_0,
          Format.Q2_K,
          Format.Q3_K,
          Format.Q4_K,
          Format.Q5_K,
          Format.Q6_K,
          Format.IQ4_NL,
          Format.IQ4_XS,
          Format.MXFP4,
          Format.NVFP4);

  /** As in matvec_int8.cu: values of a unit, which have a scale, and bytes that it takes. */
  private static final int UNIT = 32;

  private static final int UNIT_BYTES = 40;

  /** Planes may be rounded up to this. */
  private static final int PLANE_BYTES = 5 * 256;

  private static final int WARPS = MatvecShape.THREADS / 32;

  private final GpuSession session;

  public GpuMatvecInt8(GpuSession session) {
    this.session = session;
  }

  @Override
  public String name() {
    return "GpuMatvecInt8";
  }

  @Override
  public Operation operation() {
    return Operation.MATMUL;
  }

  @Override
  public boolean takes(Format stored) {
    return FORMATS.contains(stored);
  }

  @Override
  public Support supports(Spec spec) {
    return MatvecShape.supports(name(), (MatmulSpec) spec);
  }

  @Override
  public PreparedKernel prepare(Spec spec, Inputs inputs, Settings settings) {
    MatmulSpec matmul = (MatmulSpec) spec;
    long units = matmul.k() / UNIT;
    MatvecShape shape = shape(matmul, units);
    Inputs.Matmul data = (Inputs.Matmul) inputs;
    long stored = data.weights().byteSize();
    long rounded = shape.columns() * units * UNIT_BYTES;
    try (GpuWork work = new GpuWork(session)) {
      work.require(
          2 * stored
              + PLANE_BYTES
              + rounded
              + data.activations().byteSize()
              + SplitOutput.bytes(matmul.outputs(), shape.splits()));
      Module module = DeviceFormats.module("matvec_int8", matmul.stored());
      GpuMemory planes = planes(work, module, data, matmul.m() * units);
      GpuMemory activations = work.upload(data.activations());
      GpuMemory bytes = work.allocate(rounded);
      SplitOutput output = new SplitOutput(work, matmul.outputs(), shape.splits());
      work.launch(
          work.function(module, "int8_round"),
          matmul.outputs() == 0
              ? Launch.Grid.of(0)
              : Launch.Grid.of(Math.ceilDiv(units, WARPS), shape.columns()),
          MatvecShape.THREADS,
          0,
          activations,
          bytes,
          matmul.n(),
          matmul.k(),
          units,
          shape.columns());
      work.launch(
          work.function(module, "matvec_int8_" + shape.columns()),
          matmul.n() == 0 ? Launch.Grid.of(0) : shape.grid(),
          MatvecShape.THREADS,
          shape.sharedBytes(),
          planes,
          bytes,
          output.target(),
          matmul.m(),
          matmul.n(),
          units,
          shape.units(),
          shape.warps());
      output.finish();
      shape.describe(work);
      return work.kernel(name(), Arithmetic.roundingActivations(new Rounding.Bytes(UNIT)), "i8");
    }
  }

  private MatvecShape shape(MatmulSpec spec, long units) {
    int rows = spec.stored() == Format.Q8_0 ? 2 : 4;
    var grain = new MatvecShape.Grain(units, rows, UNIT_BYTES);
    return MatvecShape.of(
        spec, grain, session.device().multiprocessors(), session.device().sharedBytes());
  }

  /** W in its new layout; the stored one is given back. */
  private static GpuMemory planes(GpuWork work, Module module, Inputs.Matmul data, long units) {
    GpuMemory stored = work.upload(data.weights());
    GpuMemory planes = work.allocate(data.weights().byteSize() + PLANE_BYTES);
    work.once(
        work.function(module, "int8_relay"),
        Launch.Grid.of(Math.ceilDiv(units, MatvecShape.THREADS)),
        MatvecShape.THREADS,
        0,
        stored,
        planes,
        units);
    work.release(stored);
    return planes;
  }
}
