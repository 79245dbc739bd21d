package assay.datasets.real;

import assay.datasets.TensorFile;
import assay.datasets.TensorFileException;
import assay.datasets.TensorFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Rows of trained matrices, in any width.
 *
 * <p>A row of width k is made of whole trained rows one after the other, the last one cut: first
 * those of the widest matrices that are not wider than k. Blocks of a quantized format thus never
 * see anything but neighbours of a real row, save at the seams.
 */
public final class RealWeights implements AutoCloseable {

  /** What rows are taken for. */
  public enum Kind {
    WEIGHTS,
    ACTIVATIONS,
    QUERY,
    KEYS,
    VALUES
  }

  private static final String SLICE = "/assay/datasets/minilm-slice.gguf";

  private final TensorFile file;
  private final String source;
  private final Map<Kind, Rows> rows;

  private RealWeights(TensorFile file, String source, Map<Kind, Rows> rows) {
    this.file = file;
    this.source = source;
    this.rows = rows;
  }

  /** The slice that ships with Assay: all-MiniLM-L6-v2, Apache-2.0. */
  public static RealWeights slice() {
    TensorFile file = readSlice();
    return new RealWeights(file, "all-MiniLM-L6-v2 (slice)", kinds(file, Rows.matrices(file)));
  }

  /**
   * All matrices of a GGUF, safetensors or ONNX file; activations stay those of the slice.
   *
   * @throws TensorFileException when the file is faulty or has no matrix of decodable numbers
   */
  public static RealWeights open(Path path) {
    TensorFile file = TensorFiles.open(path);
    Rows matrices = Rows.matrices(file);
    if (matrices.isEmpty()) {
      file.close();
      throw new TensorFileException(
          "%s: has no matrix of at least %d columns to take rows from"
              .formatted(path, Rows.NARROWEST));
    }
    return new RealWeights(file, path.getFileName().toString(), kinds(readSlice(), matrices));
  }

  private static Map<Kind, Rows> kinds(TensorFile slice, Rows weights) {
    return Map.of(
        Kind.WEIGHTS, weights,
        Kind.ACTIVATIONS, Rows.named(slice, List.of("attn_input", "ffn_down_input")),
        Kind.QUERY, Rows.named(slice, List.of("query")),
        Kind.KEYS, Rows.named(slice, List.of("keys")),
        Kind.VALUES, Rows.named(slice, List.of("values")));
  }

  private static TensorFile readSlice() {
    try (InputStream in = RealWeights.class.getResourceAsStream(SLICE)) {
      if (in == null) {
        throw new IllegalStateException(SLICE + " is missing from this build");
      }
      MemorySegment bytes = MemorySegment.ofArray(in.readAllBytes());
      return TensorFiles.of(Path.of("minilm-slice.gguf"), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What to call these weights in a report. */
  public String source() {
    return source;
  }

  /** Widths that trained rows have, widest first. */
  public List<Integer> widths(Kind kind) {
    return rows.get(kind).widths();
  }

  /** How many trained rows there are. */
  public long count(Kind kind) {
    return rows.get(kind).count();
  }

  /**
   * Fills a row of any width, starting at trained row {@code start} (taken modulo their number).
   */
  public void fill(Kind kind, long start, float[] destination) {
    rows.get(kind).fill(start, destination);
  }

  @Override
  public void close() {
    file.close();
  }

  @Override
  public String toString() {
    return source
        + rows.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue().count())
            .collect(Collectors.joining(", ", " [", "]"));
  }
}
