package assay.datasets.quantize;

import assay.datasets.MetadataValue;
import assay.datasets.StoredTensor;
import assay.datasets.TensorFile;
import assay.datasets.TensorFileException;
import assay.datasets.TensorFiles;
import assay.datasets.TextSafety;
import assay.datasets.gguf.GgufWriter;
import assay.datasets.suite.Recipe;
import assay.kernels.Format;
import assay.kernels.format.Codecs;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the tensors of any readable file as a GGUF file of one format.
 *
 * <p>Matrices are quantized, in llama.cpp's fallback format where their rows are no whole number of
 * blocks; vectors, norms and routers become F32; integers that GGUF kernels know stay what they
 * are, wider ones become F32. This is one format for all, not a recipe.
 */
public final class Quantizer {

  /**
   * What was written.
   *
   * @param formats tensors by format
   */
  public record Result(long elements, long bytesIn, long bytesOut, Map<Format, Integer> formats) {}

  /** Rows of a chunk that is decoded, encoded and written at once hold about this many elements. */
  private static final int CHUNK = 1 << 20;

  /** A quarter of a billion numbers; no model has a row a thousandth as long. */
  private static final long LONGEST_ROW = 1 << 28;

  private final Format type;

  private Quantizer(Format type) {
    this.type = type;
  }

  /**
   * Reads {@code in} (GGUF, safetensors or ONNX) and writes {@code out} (GGUF), whole or not at
   * all.
   *
   * @throws TensorFileException when {@code in} is faulty, {@code out} cannot be written, both are
   *     the same file, or {@code type} cannot be encoded
   */
  public static Result quantize(Path in, Path out, Format type) {
    if (!Codecs.of(type).canEncode()) {
      throw new TensorFileException(
          "%s needs an importance matrix to be written; choose another type".formatted(type));
    }
    if (type == Format.Q8_1 || type == Format.Q8_K || isInteger(type)) {
      throw new TensorFileException(
          "%s is no type for weights; choose one such as q4_K or q8_0".formatted(type));
    }
    try (TensorFile file = TensorFiles.open(in)) {
      if (Files.exists(out) && Files.isSameFile(in, out)) {
        throw new TensorFileException(
            "%s: would be written over while it is read; choose another output".formatted(out));
      }
      return new Quantizer(type).write(file, out);
    } catch (IOException e) {
      throw new TensorFileException(
          "%s: cannot be looked at: %s".formatted(out, e.getMessage()), e);
    }
  }

  private Result write(TensorFile file, Path out) {
    GgufWriter writer = new GgufWriter();
    file.metadata().forEach(writer::put);
    if (!file.metadata().containsKey("general.architecture")) {
      writer.put("general.architecture", MetadataValue.text("unknown"));
    }
    fileType().ifPresent(id -> writer.put("general.file_type", MetadataValue.u32(id)));
    writer.put("general.quantization_version", MetadataValue.u32(2));
    Map<Format, Integer> formats = new LinkedHashMap<>();
    long elements = 0;
    long bytesIn = 0;
    long bytesOut = 0;
    for (StoredTensor tensor : file.tensors()) {
      if (tensor.columns() > LONGEST_ROW) {
        throw new TensorFileException(
            "%s: tensor %s has rows of %d elements, more than the %d that can be converted"
                .formatted(
                    file.path(),
                    TextSafety.printable(tensor.name()),
                    tensor.columns(),
                    LONGEST_ROW));
      }
      Format target = target(tensor);
      List<Long> shape = shape(tensor);
      try {
        writer.add(tensor.name(), target, shape, channel -> encode(tensor, target, channel));
      } catch (IllegalArgumentException e) {
        throw new TensorFileException("%s: %s".formatted(file.path(), e.getMessage()), e);
      }
      formats.merge(target, 1, Integer::sum);
      elements += tensor.elements();
      bytesIn += tensor.data().byteSize();
      bytesOut += tensor.rows() * target.bytesFor(tensor.columns());
    }
    writer.write(out);
    return new Result(elements, bytesIn, bytesOut, formats);
  }

  private Format target(StoredTensor tensor) {
    Optional<Format> stored = tensor.type().format();
    if (stored.isPresent() && isInteger(stored.get())) {
      return stored.get();
    }
    // As in llama.cpp: one axis, or a name that says so, and precision is kept.
    boolean matrix = tensor.shape().size() >= 2 && tensor.rows() > 1;
    String name = tensor.name();
    if (!matrix || name.contains("norm") || name.contains("ffn_gate_inp")) {
      return Format.F32;
    }
    return Recipe.fallback(type, tensor.columns());
  }

  private static boolean isInteger(Format format) {
    return format == Format.I8 || format == Format.I16 || format == Format.I32;
  }

  /** GGUF has four axes; further outer ones are folded together. */
  private static List<Long> shape(StoredTensor tensor) {
    List<Long> shape = new ArrayList<>(tensor.shape());
    while (shape.size() > 4) {
      shape.set(1, shape.get(0) * shape.get(1));
      shape.removeFirst();
    }
    return shape;
  }

  private static void encode(StoredTensor tensor, Format target, FileChannel channel)
      throws IOException {
    if (tensor.type().format().filter(target::equals).isPresent()) {
      copy(tensor.data(), channel);
      return;
    }
    int columns = Math.toIntExact(tensor.columns());
    long rowBytes = target.bytesFor(columns);
    int rows = (int) Math.max(1, Math.min(tensor.rows(), CHUNK / Math.max(1, columns)));
    float[] row = new float[columns];
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(rows * rowBytes));
    MemorySegment to = MemorySegment.ofArray(bytes.array());
    for (long first = 0; first < tensor.rows() && columns > 0; first += rows) {
      int count = (int) Math.min(rows, tensor.rows() - first);
      for (int i = 0; i < count; i++) {
        tensor.decode(first + i, 0, row, columns);
        Codecs.of(target).encode(row, 0, columns, to, i * rowBytes);
      }
      write(channel, bytes.clear().limit(Math.toIntExact(count * rowBytes)));
    }
  }

  private static void copy(MemorySegment data, FileChannel channel) throws IOException {
    long step = 1 << 24;
    for (long at = 0; at < data.byteSize(); at += step) {
      write(channel, data.asSlice(at, Math.min(step, data.byteSize() - at)).asByteBuffer());
    }
  }

  private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** llama.cpp's number for files that are mostly of this type (enum llama_ftype, MIT). */
  private Optional<Integer> fileType() {
    return Optional.ofNullable(
        switch (type) {
          case F32 -> 0;
          case F16 -> 1;
          case Q4_0 -> 2;
          case Q4_1 -> 3;
          case Q8_0 -> 7;
          case Q5_0 -> 8;
          case Q5_1 -> 9;
          case Q2_K -> 10;
          case Q3_K -> 11;
          case Q4_K -> 14;
          case Q5_K -> 16;
          case Q6_K -> 18;
          case IQ3_XXS -> 23;
          case IQ4_NL -> 25;
          case IQ3_S -> 26;
          case IQ2_S -> 28;
          case IQ4_XS -> 30;
          case IQ1_M -> 31;
          case BF16 -> 32;
          case TQ1_0 -> 36;
          case TQ2_0 -> 37;
          case MXFP4 -> 38;
          default -> null;
        });
  }
}
