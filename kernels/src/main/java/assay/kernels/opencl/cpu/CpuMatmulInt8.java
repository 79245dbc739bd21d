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
import assay.kernels.compute.Module;
import assay.kernels.compute.PortableFormats;
import assay.kernels.compute.PortableWork;
import assay.kernels.compute.Rows;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** MATMUL with activations rounded to Q8_0, by products of bytes that are added up in 16 bits. */
public final class CpuMatmulInt8 implements KernelVariant {

  private static final int X_BLOCK = 32;
  private static final int X_WORDS = 13;

  /** Groups of rows that lie in L2 beside a tile of X. */
  private static final int GROUPS = 4;

  private final ComputeDevice device;
  private final OptionalInt vectorBytes;

  public CpuMatmulInt8(ComputeDevice device) {
    this(device, OptionalInt.empty());
  }

  /**
   * @param vectorBytes that the kernel may use, as in cpu_vectors.h, without VNNI: 64, 32, or 0 for
   *     none; all that the processor has where it is empty
   */
  CpuMatmulInt8(ComputeDevice device, OptionalInt vectorBytes) {
    this.device = device;
    this.vectorBytes = vectorBytes;
  }

  @Override
  public String name() {
    return "CpuMatmulInt8";
  }

  @Override
  public Operation operation() {
    return Operation.MATMUL;
  }

  @Override
  public boolean takes(Format stored) {
    return CpuCodes.has(stored);
  }

  @Override
  public Support supports(Spec spec) {
    return PortableFormats.supports(spec.stored());
  }

  @Override
  public PreparedKernel prepare(Spec spec, Inputs inputs, Settings settings) {
    MatmulSpec matmul = (MatmulSpec) spec;
    Inputs.Matmul data = (Inputs.Matmul) inputs;
    CpuTiles tiles = CpuTiles.of(matmul);
    long packedBytes = CpuTiles.groups(matmul.m()) * groupBytes(matmul);
    long blocks = tiles.tiles() * (matmul.k() / X_BLOCK);
    long roundedBytes = Integer.BYTES * blocks * X_WORDS * tiles.columns();
    try (PortableWork work = new PortableWork(device)) {
      work.require(
          data.weights().byteSize()
              + packedBytes
              + data.activations().byteSize()
              + roundedBytes
              + PortableWork.outputBytes(device, Format.F32, matmul.outputs()));
      Buffer activations = work.upload(data.activations());
      Buffer rounded = work.allocate(roundedBytes);
      Buffer output = work.output(Format.F32, matmul.outputs());
      work.launch(
          work.function(rounding(matmul, tiles)),
          blocks,
          List.of(rounded, activations),
          matmul.n(),
          matmul.k());
      long rowBytes = Math.ceilDiv(groupBytes(matmul), CpuTiles.LANES);
      for (Rows rows : work.uploadRows(data.weights(), CpuTiles.LANES, rowBytes)) {
        multiply(work, matmul, tiles, rows, List.of(output, pack(work, matmul, rows), rounded));
      }
      work.detail("tile", CpuTiles.LANES + "x" + tiles.columns());
      work.detail("packedBytes", packedBytes);
      work.detail("vnni", defines(matmul).containsKey("ASSAY_VNNI"));
      return work.kernel(name(), Arithmetic.roundingActivations(Format.Q8_0), "i8");
    }
  }

  private static long groupBytes(MatmulSpec spec) {
    return CpuCodes.of(spec.stored()).groupBytes(spec.k());
  }

  private static Module rounding(MatmulSpec spec, CpuTiles tiles) {
    int minimaOfSixteen = spec.stored() == Format.Q2_K ? 1 : 0;
    return Module.of("cpu_int8_round", Map.of(), 1, tiles.columns(), minimaOfSixteen);
  }

  private Map<String, String> defines(MatmulSpec spec) {
    Map<String, String> all = new HashMap<>(Map.of("ASSAY_FORMAT", spec.stored().name()));
    if (vectorBytes.isPresent()) {
      all.put("ASSAY_VECTOR_BYTES", String.valueOf(vectorBytes.getAsInt()));
    } else if (HostProcessor.hasVnni(device)) {
      all.put("ASSAY_VNNI", "1");
    }
    return all;
  }

  private Buffer pack(PortableWork work, MatmulSpec spec, Rows rows) {
    long groups = CpuTiles.groups(rows.count());
    Buffer packed = work.allocate(groups * groupBytes(spec));
    work.once(
        work.function(Module.of("cpu_int8_pack", defines(spec), 1)),
        groups * CpuCodes.of(spec.stored()).units(spec.k()),
        List.of(packed, rows.buffer()),
        rows.count(),
        spec.k());
    work.release(rows.buffer());
    return packed;
  }

  private void multiply(
      PortableWork work, MatmulSpec spec, CpuTiles tiles, Rows rows, List<Buffer> buffers) {
    long groups = CpuTiles.groups(rows.count());
    long each = CpuTiles.groupsOfItem(device, groups, GROUPS);
    work.launch(
        work.function(Module.of("cpu_int8", defines(spec), 1, tiles.columns())),
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
