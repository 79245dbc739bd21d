package assay.kernels.compute;

import assay.kernels.Arithmetic;
import assay.kernels.Execution;
import assay.kernels.Format;
import assay.kernels.KernelUnavailableException;
import assay.kernels.Tensor;
import assay.kernels.device.DeviceKernel;
import assay.kernels.device.DeviceOutput;
import assay.kernels.device.Holdings;
import assay.kernels.device.Submission;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Puts a kernel together; whatever it allocated is given back unless {@link #kernel} was reached.
 *
 * <p>In this order: {@link #require} what all of it needs, upload, output, launches.
 */
public final class PortableWork implements AutoCloseable {

  private final ComputeDevice device;
  private final Holdings holdings;
  private final List<Launch> launches = new ArrayList<>();
  private final List<DeviceOutput<ComputeMemory>> outputs = new ArrayList<>();
  private final Map<String, String> details = new TreeMap<>();

  /** Modules may come from different places. */
  private final Set<String> codes = new LinkedHashSet<>();

  private boolean finished;

  public PortableWork(ComputeDevice device) {
    this.device = device;
    holdings = new Holdings(device);
  }

  public ComputeDevice device() {
    return device;
  }

  /**
   * What the kernel will allocate, copies for packing included.
   *
   * @throws KernelUnavailableException saying how much is missing
   */
  public void require(long bytes) {
    long free = device.freeBytes();
    if (bytes > free) {
      throw KernelUnavailableException.ofMemory(device.backend(), device.listed(), bytes, free);
    }
  }

  /** Bytes that {@link #output} takes. */
  public static long outputBytes(ComputeDevice device, Format format, long count) {
    return DeviceOutput.bytesFor(device.limits().offsetAlignment(), format, count);
  }

  /**
   * Device memory that lives as long as the kernel.
   *
   * @throws KernelUnavailableException when it is longer than one buffer can be
   */
  public Buffer allocate(long bytes) {
    requirePiece(bytes, "what is kept in between");
    return memory(bytes).whole();
  }

  private void requirePiece(long bytes, String what) {
    long most = device.limits().largestPiece();
    if (bytes > most) {
      throw new KernelUnavailableException(
          device.backend(),
          "%s takes %d bytes in one buffer, and %s has %d"
              .formatted(device.listed().id(), most, what, bytes));
    }
  }

  private ComputeMemory memory(long bytes) {
    return holdings.hold(device.allocate(bytes));
  }

  /** Gives back before the kernel is closed what only packing needed. */
  public void release(Buffer buffer) {
    holdings.release(buffer.memory());
  }

  /**
   * A copy of a tensor on the device.
   *
   * @throws KernelUnavailableException when it is longer than one buffer can be
   */
  public Buffer upload(Tensor tensor) {
    requirePiece(tensor.byteSize(), "a tensor");
    return uploaded(tensor, 0, tensor.rows());
  }

  /** A copy of a tensor, in as many buffers as the device needs; none for a tensor without rows. */
  public List<Rows> uploadRows(Tensor tensor) {
    return uploadRows(tensor, 1, 0);
  }

  /**
   * @param multiple of rows that every buffer but the last has
   * @param besideBytes of another buffer that a row has its share of, which must not become too
   *     long either
   */
  public List<Rows> uploadRows(Tensor tensor, int multiple, long besideBytes) {
    long rowBytes = Math.max(tensor.rowBytes(), besideBytes);
    return Rows.parts(device, tensor.rows(), rowBytes, multiple).stream()
        .map(part ->
            new Rows(uploaded(tensor, part.first(), part.count()), part.first(), part.count()))
        .toList();
  }

  private Buffer uploaded(Tensor tensor, long first, long rows) {
    long bytes = rows * tensor.rowBytes();
    ComputeMemory memory = memory(bytes);
    device.upload(tensor.data().asSlice(first * tensor.rowBytes(), bytes), memory, 0);
    return memory.whole();
  }

  /**
   * The result, or its next part: they are read one after the other, in the order of the calls.
   *
   * @param format F32, F16 or BF16
   * @return with what follows the result, since a device that drops writes beyond a buffer would
   *     hide them
   * @throws KernelUnavailableException when it is longer than one buffer can be
   */
  public Buffer output(Format format, long count) {
    requirePiece(format.bytesFor(count), "the result");
    ComputeMemory memory = memory(outputBytes(device, format, count));
    int alignment = device.limits().offsetAlignment();
    DeviceOutput<ComputeMemory> output =
        new DeviceOutput<>(device, memory, alignment, format, count);
    outputs.add(output);
    return new Buffer(memory, output.begin(), memory.bytes() - output.begin());
  }

  /** Memory of the host that lives as long as the kernel. */
  public Arena arena() {
    return holdings.arena();
  }

  /** A kernel, its module compiled and loaded unless it was before. */
  public ComputeFunction function(Module module) {
    ComputeFunction function = device.function(module);
    codes.add(function.origin());
    function.details().forEach((key, value) -> details.put(key + "." + module.source(), value));
    return function;
  }

  /** Adds a launch to what a run does; one of no groups is left out. */
  public void launch(
      ComputeFunction function, long groups, List<Buffer> buffers, Object... scalars) {
    if (groups > 0) {
      launches.add(Launch.of(function, groups, buffers, scalars));
    }
  }

  /** Adds launches to what a run does. */
  public void launch(List<Launch> more) {
    launches.addAll(more);
  }

  /** Runs a kernel now, for packing; returns when it is complete. */
  public void once(ComputeFunction function, long groups, List<Buffer> buffers, Object... scalars) {
    if (groups > 0) {
      try (Submission once =
          device.submission(List.of(Launch.of(function, groups, buffers, scalars)))) {
        once.enqueue();
        device.await();
      }
    }
  }

  /**
   * Adds the launches of the tile that is fastest here, as far as it was measured now or before,
   * and tells the record of it. Output that trials left is poisoned.
   *
   * @param tiles the first is the default; any is as right as another
   * @param work multiply-adds of a run, or what its memory traffic is worth in these
   * @param shapes class of shapes for which the same tile is the fastest, as well as one can tell
   */
  public void launchFastest(List<Tile> tiles, long work, String shapes) {
    TileSearch search = new TileSearch(device, System::nanoTime);
    TileSearch.Result chosen = search.choose(tiles, work, shapes);
    if (search.hasRun()) {
      outputs.forEach(DeviceOutput::poison);
    }
    launches.addAll(chosen.tile().launches().apply(function(chosen.tile().module())));
    details.put("tile", chosen.tile().text());
    details.put("tile chosen", chosen.how());
  }

  /** For the record. */
  public void detail(String key, Object value) {
    details.put(key, String.valueOf(value));
  }

  /**
   * The finished kernel, which owns everything from here on.
   *
   * @param arithmetic on a device that keeps subnormal numbers; on others it is declared apart
   * @param multiplies type of the factors, see {@link Execution#MULTIPLIES}
   */
  public DeviceKernel kernel(String name, Arithmetic arithmetic, String multiplies) {
    Submission submission = holdings.hold(device.submission(launches));
    device.await();
    details.put(Execution.MULTIPLIES, multiplies);
    if (!codes.isEmpty()) {
      details.put("code", String.join("; ", codes));
    }
    details.put("driver", device.driver());
    details.put("device", device.listed().name());
    if (device.features().isHost()) {
      // Of its cores a driver takes as many as it likes, whatever the case's number of threads.
      details.put("computeUnits", String.valueOf(device.limits().computeUnits()));
    }
    finished = true;
    return new DeviceKernel(
        device,
        submission,
        outputs,
        new Execution(name, device.kind(), details),
        device.features().keepsSubnormals() ? arithmetic : arithmetic.flushing(),
        holdings);
  }

  @Override
  public void close() {
    if (!finished) {
      holdings.close();
    }
  }
}
