package assay.kernels.gpu.blaslt;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import assay.kernels.KernelUnavailableException;
import assay.kernels.binding.UnusableLibraryException;
import assay.kernels.gpu.GpuSession;
import assay.kernels.gpu.GpuWork;
import assay.kernels.gpu.driver.Maker;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A maker's library on one device, started by the first call; it stays started. */
final class Blaslt {

  /** What NVIDIA advises from Hopper on, and before. */
  private static final long WORKSPACE = 32L << 20;

  private static final long SMALL_WORKSPACE = 4L << 20;

  /** As AMD's own benchmark has it, for algorithms that split k. */
  private static final long WORKSPACE_OF_AMD = 128L << 20;

  private static final int HOPPER = 90;

  private record Problem(Shape shape, Factors factors) {}

  private final GpuSession session;
  private final Map<Problem, Tuned> tuned = new HashMap<>();
  private BlasltLibrary library;
  private long handle;
  private String text = "";

  Blaslt(GpuSession session) {
    this.session = session;
  }

  GpuSession session() {
    return session;
  }

  /** The library's name: {@code cuBLASLt}. */
  String product() {
    return Dialect.of(session.device().maker()).product();
  }

  /** The backend's name. */
  String id() {
    return BlasltKit.id(session.device().maker());
  }

  /**
   * Starts the library on the device.
   *
   * @throws KernelUnavailableException when it cannot be used
   */
  synchronized void start() {
    if (handle != 0) {
      return;
    }
    // The library takes the device that is this thread's.
    session.context();
    try {
      library = BlasltLibrary.open(session.libraries());
      long started = library.made(BlasltFunction.CREATE);
      int version = library.version(started);
      library.requireVersion(version);
      text = library.text(version);
      handle = started;
    } catch (UnusableLibraryException | BlasltException e) {
      throw new KernelUnavailableException(id(), e.getMessage());
    }
  }

  BlasltLibrary library() {
    return library;
  }

  long handle() {
    return handle;
  }

  /** {@code cuBLASLt 13.0.1}. */
  String text() {
    return text;
  }

  /** At most, for one product. */
  long workspaceBytes() {
    if (session.device().maker() == Maker.HIP) {
      return WORKSPACE_OF_AMD;
    }
    return session.device().computeCapability() < HOPPER ? SMALL_WORKSPACE : WORKSPACE;
  }

  /**
   * @throws KernelUnavailableException when the library knows no such product
   */
  Product product(Shape shape, Factors factors) {
    try {
      return Product.of(library, session.device(), shape, factors);
    } catch (BlasltException e) {
      throw refusal(shape, factors, e.getMessage());
    }
  }

  /**
   * How the library would compute it, best guess first, at least one.
   *
   * @throws KernelUnavailableException when it would not
   */
  List<Algorithm> offers(Product product, int most) {
    long preference = 0;
    try (Arena arena = Arena.ofConfined()) {
      preference = library.made(BlasltFunction.PREFERENCE_CREATE);
      MemorySegment workspace = arena.allocateFrom(JAVA_LONG, workspaceBytes());
      library.call(
          BlasltFunction.PREFERENCE_SET,
          preference,
          Dialect.MAX_WORKSPACE_BYTES,
          workspace,
          workspace.byteSize());
      return offers(product, preference, most, arena);
    } catch (BlasltException e) {
      throw refusal(product.shape(), product.factors(), e.getMessage());
    } finally {
      if (preference != 0) {
        library.statusOf(BlasltFunction.PREFERENCE_DESTROY, preference);
      }
    }
  }

  private List<Algorithm> offers(Product product, long preference, int most, Arena arena) {
    int bytes = library.dialect().answerBytes();
    MemorySegment answers = arena.allocate((long) most * bytes, ADDRESS.byteAlignment());
    MemorySegment count = arena.allocate(JAVA_INT);
    library.call(
        BlasltFunction.HEURISTIC,
        handle,
        product.description(),
        product.w(),
        product.x(),
        product.y(),
        product.y(),
        preference,
        most,
        answers,
        count);
    List<Algorithm> offers = new ArrayList<>();
    for (int i = 0; i < Math.min(most, count.get(JAVA_INT, 0)); i++) {
      MemorySegment answer = answers.asSlice((long) i * bytes, bytes);
      int own = library.dialect().algorithmBytes();
      if (answer.get(JAVA_INT, own + JAVA_LONG.byteSize()) == 0) {
        offers.add(
            new Algorithm(answer.asSlice(0, own).toArray(JAVA_BYTE), answer.get(JAVA_LONG, own)));
      }
    }
    if (offers.isEmpty()) {
      throw refusal(product.shape(), product.factors(), "its heuristic has no algorithm for it");
    }
    return offers;
  }

  KernelUnavailableException refusal(Shape shape, Factors factors, String why) {
    return new KernelUnavailableException(
        id(), "%s does not multiply %s of %s: %s".formatted(text, shape, factors.text(), why));
  }

  /** The choice for a problem, made once: copies of a case must not differ in their kernel. */
  private synchronized Tuned tuned(Product product, Supplier<Tuned> tuning) {
    Problem problem = new Problem(product.shape(), product.factors());
    Tuned known = tuned.get(problem);
    if (known == null) {
      known = tuning.get();
      tuned.put(problem, known);
    }
    return known;
  }

  /**
   * Adds a product by the fastest algorithm to what a kernel does.
   *
   * @param product belongs to the kernel from here on
   * @param data with factors that are there
   */
  void multiply(GpuWork work, Product product, BlasltCall.Memory data) {
    work.onClose(product::close);
    Tuned best = tuned(product, () -> Tuning.of(this, product, data));
    Algorithm chosen = best.algorithm();
    long workspace =
        chosen.workspaceBytes() == 0 ? 0 : work.allocate(chosen.workspaceBytes()).address();
    var memory = new BlasltCall.Memory(data.w(), data.x(), data.y(), workspace);
    work.call(new BlasltCall(this, product, chosen, memory, work.arena()));
    work.detail("library", text);
    work.detail("algorithm chosen", best.text());
    chosen.details(library).forEach(work::detail);
  }
}
