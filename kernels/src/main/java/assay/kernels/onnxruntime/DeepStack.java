package assay.kernels.onnxruntime;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Calls that need more stack than a Java thread has.
 *
 * <p>While it makes its environment ONNX Runtime recurses some ten thousand calls deep on some
 * machines (it looks at the hardware with regular expressions): the usual 1 MiB overflows, which
 * ends the process without a word. The main thread of a C program has 8 MiB.
 */
final class DeepStack {

  private static final long BYTES = 64L << 20;

  private DeepStack() {}

  static <T> T call(Supplier<T> work) {
    var result = new CompletableFuture<T>();
    Runnable task =
        () -> {
          try {
            result.complete(work.get());
          } catch (Throwable thrown) {
            result.completeExceptionally(thrown);
          }
        };
    new Thread(null, task, "assay-onnxruntime", BYTES).start();
    try {
      return result.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}
