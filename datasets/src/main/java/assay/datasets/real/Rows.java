package assay.datasets.real;

import assay.datasets.StoredTensor;
import assay.datasets.StoredType;
import assay.datasets.TensorFile;
import assay.kernels.Format;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** Rows of several tensors, grouped by width. */
final class Rows {

  /** A block of the smallest formats; what is narrower is a table, not a weight matrix. */
  static final int NARROWEST = 32;

  private static final int WIDEST = 1 << 20;

  /** Types that weights are not stored in. */
  private static final Set<Format> NO_WEIGHTS = Set.of(Format.I8, Format.I16, Format.I32);

  /** ONNX's MatMul wants its matrix as k x m: rows there are no rows of W. */
  private static final String TRANSPOSED = "onnx::MatMul";

  private final NavigableMap<Integer, List<StoredTensor>> byWidth =
      new TreeMap<>(Comparator.reverseOrder());

  private Rows(List<StoredTensor> tensors) {
    for (StoredTensor tensor : tensors) {
      byWidth.computeIfAbsent(width(tensor), width -> new ArrayList<>()).add(tensor);
    }
  }

  /** All matrices of numbers, activations that were stored beside them excluded. */
  static Rows matrices(TensorFile file) {
    return new Rows(
        file.tensors().stream()
            .filter(Rows::isMatrix)
            .filter(tensor -> !tensor.name().startsWith("activation."))
            .filter(tensor -> isWeight(tensor.type()))
            .toList());
  }

  static Rows named(TensorFile slice, List<String> names) {
    return new Rows(
        names.stream().map(name -> slice.tensor("activation." + name).orElseThrow()).toList());
  }

  private static boolean isWeight(StoredType type) {
    return type.format()
        .map(format -> !NO_WEIGHTS.contains(format))
        .orElse(type.equals(StoredType.F8_E4M3) || type.equals(StoredType.F8_E5M2));
  }

  private static boolean isMatrix(StoredTensor tensor) {
    boolean flat = tensor.shape().size() < 2 || tensor.elements() == 0;
    long width = isTransposed(tensor) ? tensor.rows() : tensor.columns();
    return !flat && width >= NARROWEST && width <= WIDEST;
  }

  boolean isEmpty() {
    return byWidth.isEmpty();
  }

  List<Integer> widths() {
    return List.copyOf(byWidth.keySet());
  }

  long count() {
    return byWidth.values().stream().mapToLong(Rows::count).sum();
  }

  private static long count(List<StoredTensor> tensors) {
    return tensors.stream().mapToLong(Rows::height).sum();
  }

  void fill(long start, float[] to) {
    // The next narrower group, or the narrowest there is.
    var entry = byWidth.ceilingEntry(Math.max(1, to.length));
    int width = entry == null ? byWidth.lastKey() : entry.getKey();
    List<StoredTensor> group = byWidth.get(width);
    long rows = count(group);
    float[] row = new float[width];
    long next = start;
    for (int at = 0; at < to.length; at += width, next++) {
      read(group, Math.floorMod(next, rows), row);
      System.arraycopy(row, 0, to, at, Math.min(width, to.length - at));
    }
  }

  private static void read(List<StoredTensor> group, long index, float[] row) {
    long left = index;
    for (StoredTensor tensor : group) {
      long height = height(tensor);
      if (left < height) {
        read(tensor, left, row);
        return;
      }
      left -= height;
    }
  }

  private static void read(StoredTensor tensor, long index, float[] row) {
    if (!isTransposed(tensor)) {
      tensor.decode(index, 0, row, row.length);
      return;
    }
    float[] one = new float[1];
    for (int i = 0; i < row.length; i++) {
      tensor.decode(i, index, one, 1);
      row[i] = one[0];
    }
  }

  private static boolean isTransposed(StoredTensor tensor) {
    return tensor.name().startsWith(TRANSPOSED) && tensor.shape().size() == 2;
  }

  private static int width(StoredTensor tensor) {
    return (int) (isTransposed(tensor) ? tensor.rows() : tensor.columns());
  }

  private static long height(StoredTensor tensor) {
    return isTransposed(tensor) ? tensor.columns() : tensor.rows();
  }
}
