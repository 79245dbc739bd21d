package assay.kernels.opencl.cpu;

import assay.kernels.Arithmetic;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.KernelVariant;
import assay.kernels.MatmulSpec;
import assay.kernels.Operation;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.Support;
import assay.kernels.compute.Buffer;
import assay.kernels.compute.ComputeDevice;
import assay.kernels.compute.ComputeFunction;
import assay.kernels.compute.Module;
import assay.kernels.compute.PortableFormats;
import assay.kernels.compute.PortableWork;
import assay.kernels.compute.Rows;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * MATMUL in float32, weights packed a row to a lane: those of 16 or 32 bits once, all others are
 * decoded in each run, which pays where many tokens meet them.
 */
public final class CpuMatmulFloat implements KernelVariant {

  /** Formats that are multiplied as they are. */
  private static final Set<Format> PLAIN = Set.of(Format.F32, Format.F16, Format.BF16);

  /** Tokens that are few for weights that must be decoded first. */
  private static final int FEW = 8;

  /** Along k, as in cpu_float_pack.cl and cpu_float_tiles.cl. */
  private static final int PACKED = 256;

  /** Along k: a piece of a tile of X fits L1, one of 16 groups of rows L2. */
  private static final int PIECE = 512;

  private static final int GROUPS = 16;

  /** One token meets each weight once: nothing is gained by pieces. */
  private static final int NO_PIECES = 1 << 30;

  private final ComputeDevice device;

  public CpuMatmulFloat(ComputeDevice device) {
    this.device = device;
  }

  @Override
  public String name() {
    return "CpuMatmulFloat";
  }

  @Override
  public Operation operation() {
    return Operation.MATMUL;
  }

  @Override
  public Support supports(Spec spec) {
    return PortableFormats.supports(spec.stored());
  }

  @Override
  public boolean preferredFor(Spec spec) {
    return PLAIN.contains(spec.stored()) || ((MatmulSpec) spec).n() > FEW;
  }

  @Override
  public PreparedKernel prepare(Spec spec, Inputs inputs, Settings settings) {
    MatmulSpec matmul = (MatmulSpec) spec;
    Inputs.Matmul data = (Inputs.Matmul) inputs;
    CpuTiles tiles = CpuTiles.of(matmul);
    long rowBytes = packed(matmul).bytesFor(matmul.k());
    long tileBytes = Float.BYTES * tiles.tiles() * tiles.columns() * matmul.k();
    try (PortableWork work = new PortableWork(device)) {
      work.require(
          data.weights().byteSize()
              + CpuTiles.groups(matmul.m()) * CpuTiles.LANES * rowBytes
              + data.activations().byteSize()
              + tileBytes
              + PortableWork.outputBytes(device, Format.F32, matmul.outputs()));
      Buffer activations = lay(work, matmul, tiles, work.upload(data.activations()), tileBytes);
      Buffer output = work.output(Format.F32, matmul.outputs());
      for (Rows rows : work.uploadRows(data.weights(), CpuTiles.LANES, rowBytes)) {
        Buffer weights = pack(work, matmul, rows, rowBytes);
        multiply(work, matmul, tiles, rows, List.of(output, weights, activations));
      }
      work.detail("tile", 2 * CpuTiles.LANES + "x" + tiles.columns());
      return work.kernel(name(), Arithmetic.FLOAT32, "f32");
    }
  }

  private static Format packed(MatmulSpec spec) {
    return PLAIN.contains(spec.stored()) ? spec.stored() : Format.F32;
  }

  /** One column is its own tile. */
  private static Buffer lay(
      PortableWork work, MatmulSpec spec, CpuTiles tiles, Buffer activations, long bytes) {
    if (tiles.columns() == 1) {
      return activations;
    }
    Buffer laid = work.allocate(bytes);
    work.launch(
        work.function(Module.of("cpu_float_tiles", Map.of(), 1, tiles.columns())),
        tiles.tiles() * Math.ceilDiv(spec.k(), (long) PACKED),
        List.of(laid, activations),
        spec.n(),
        spec.k());
    return laid;
  }

  private static Buffer pack(PortableWork work, MatmulSpec spec, Rows rows, long rowBytes) {
    long groups = CpuTiles.groups(rows.count());
    Buffer packed = work.allocate(groups * CpuTiles.LANES * rowBytes);
    ComputeFunction function =
        work.function(Module.of("cpu_float_pack", Map.of("ASSAY_FORMAT", spec.stored().name()), 1));
    long pieces = groups * Math.ceilDiv(spec.k(), (long) PACKED);
    List<Buffer> buffers = List.of(packed, rows.buffer());
    if (PLAIN.contains(spec.stored())) {
      work.once(function, pieces, buffers, rows.count(), spec.k());
      work.release(rows.buffer());
    } else {
      work.launch(function, pieces, buffers, rows.count(), spec.k());
    }
    return packed;
  }

  private void multiply(
      PortableWork work, MatmulSpec spec, CpuTiles tiles, Rows rows, List<Buffer> buffers) {
    long groups = CpuTiles.groups(rows.count());
    long each = CpuTiles.groupsOfItem(device, groups, GROUPS);
    Map<String, String> defines = Map.of("ASSAY_FORMAT", packed(spec).name());
    int piece = tiles.columns() == 1 ? NO_PIECES : PIECE;
    work.launch(
        work.function(Module.of("cpu_float", defines, 1, tiles.columns(), piece)),
        spec.n() == 0 ? 0 : Math.ceilDiv(groups, each),
        buffers,
        rows.count(),
        rows.first(),
        spec.m(),
        spec.n(),
        spec.k(),
        each);
  }
}
