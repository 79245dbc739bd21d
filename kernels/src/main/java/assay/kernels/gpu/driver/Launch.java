package assay.kernels.gpu.driver;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * One start of a kernel with all that it needs, made once and enqueued many times.
 *
 * @param function handle of the kernel
 * @param threads of a block
 * @param sharedBytes of dynamic shared memory
 * @param arguments pointers to each argument, as drivers want them
 */
public record Launch(
    long function,
    int gridX,
    int gridY,
    int gridZ,
    int threads,
    int sharedBytes,
    MemorySegment arguments)
    implements Step {

  /**
   * How many blocks.
   *
   * @param y and z at most 65535
   */
  public record Grid(long x, long y, long z) {

    public static Grid of(long x) {
      return new Grid(x, 1, 1);
    }

    public static Grid of(long x, long y) {
      return new Grid(x, y, 1);
    }

    /** Whether there is nothing to do, which a driver refuses to start. */
    public boolean isEmpty() {
      return x == 0 || y == 0 || z == 0;
    }
  }

  @Override
  public void enqueue(QueueCalls queue) {
    queue.launch(this);
  }

  /**
   * @param values a {@link GpuMemory}, or an integer (a long on the device), or a float
   * @param arena that the arguments live in
   */
  public static Launch of(
      GpuFunction function,
      Grid grid,
      int threads,
      int sharedBytes,
      Arena arena,
      Object... values) {
    function.allowShared(sharedBytes);
    MemorySegment pointers = arena.allocate(ValueLayout.ADDRESS, Math.max(1, values.length));
    for (int i = 0; i < values.length; i++) {
      pointers.setAtIndex(ValueLayout.ADDRESS, i, argument(values[i], arena));
    }
    return new Launch(
        function.handle(),
        Math.toIntExact(grid.x()),
        Math.toIntExact(grid.y()),
        Math.toIntExact(grid.z()),
        threads,
        sharedBytes,
        pointers);
  }

  private static MemorySegment argument(Object value, Arena arena) {
    return switch (value) {
      case GpuMemory memory -> arena.allocateFrom(ValueLayout.JAVA_LONG, memory.address());
      case Long number -> arena.allocateFrom(ValueLayout.JAVA_LONG, number);
      case Integer number -> arena.allocateFrom(ValueLayout.JAVA_LONG, number);
      case Float number -> arena.allocateFrom(ValueLayout.JAVA_FLOAT, number);
      default -> throw new IllegalArgumentException("no argument of a kernel: " + value);
    };
  }
}
