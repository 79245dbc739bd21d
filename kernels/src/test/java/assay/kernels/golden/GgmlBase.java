package assay.kernels.golden;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import assay.kernels.Format;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Optional;

/** The parts of libggml-base that say what bytes mean. */
final class GgmlBase {

  private final SymbolLookup library;

  GgmlBase(Path folder, Arena arena) {
    library = SymbolLookup.libraryLookup(folder.resolve("libggml-base.so"), arena);
  }

  String version() {
    MethodHandle version = handle("ggml_commit", FunctionDescriptor.of(ADDRESS));
    try {
      MemorySegment text = (MemorySegment) version.invokeExact();
      return text.reinterpret(64).getString(0);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** ggml's float32 for stored bytes, or empty where ggml has no decoder. */
  Optional<float[]> decode(Format format, byte[] stored, int count) {
    String name =
        switch (format) {
          case F16 -> "ggml_fp16_to_fp32_row";
          case BF16 -> "ggml_bf16_to_fp32_row";
          default -> "dequantize_row_" + format;
        };
    if (library.find(name).isEmpty()) {
      return Optional.empty();
    }
    MethodHandle decode = handle(name, FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, JAVA_LONG));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment source = arena.allocate(stored.length, 64);
      MemorySegment.copy(stored, 0, source, ValueLayout.JAVA_BYTE, 0, stored.length);
      MemorySegment target = arena.allocate(4L * count, 64);
      decode.invokeExact(source, target, (long) count);
      return Optional.of(target.toArray(ValueLayout.JAVA_FLOAT));
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** ggml's bytes for float32, or empty where it needs an importance matrix or has no encoder. */
  Optional<byte[]> encode(Format format, float[] values) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment source = arena.allocate(4L * values.length, 64);
      MemorySegment.copy(values, 0, source, ValueLayout.JAVA_FLOAT, 0, values.length);
      MemorySegment target = arena.allocate(format.bytesFor(values.length), 64);
      return encode(format, source, target, values.length)
          ? Optional.of(target.toArray(ValueLayout.JAVA_BYTE))
          : Optional.empty();
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean encode(Format format, MemorySegment source, MemorySegment target, long count)
      throws Throwable {
    switch (format) {
      case F32, F64, I8, I16, I32, IQ2_XXS, IQ2_XS, IQ1_S -> {
        return false;
      }
      case Q8_1, Q8_K -> {
        MethodHandle row =
            handle(
                "quantize_row_%s_ref".formatted(format),
                FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, JAVA_LONG));
        row.invokeExact(source, target, count);
        return true;
      }
      default -> {
        MethodHandle chunk =
            handle(
                "ggml_quantize_chunk",
                FunctionDescriptor.of(
                    JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG,
                    ADDRESS));
        long written =
            (long)
                chunk.invokeExact(
                    format.ggmlId(), source, target, 0L, 1L, count, MemorySegment.NULL);
        return written == target.byteSize();
      }
    }
  }

  private MethodHandle handle(String name, FunctionDescriptor type) {
    return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), type);
  }
}
