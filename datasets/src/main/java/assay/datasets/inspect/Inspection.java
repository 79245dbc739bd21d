package assay.datasets.inspect;

import assay.datasets.MetadataValue;
import assay.datasets.StoredTensor;
import assay.datasets.TensorFile;
import assay.datasets.TextSafety;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a tensor file holds.
 *
 * @param tensors in the order of the file
 * @param types elements and bytes by stored type
 */
public record Inspection(
    String file,
    String container,
    long fileBytes,
    Map<String, String> metadata,
    List<TensorLine> tensors,
    Map<String, TypeShare> types) {

  /** One tensor; the shape is outermost first. */
  public record TensorLine(
      String name, String type, List<Long> shape, long elements, long bytes, long offset) {}

  /** All tensors of one type. */
  public record TypeShare(int tensors, long elements, long bytes) {

    TypeShare plus(TensorLine line) {
      return new TypeShare(tensors + 1, elements + line.elements(), bytes + line.bytes());
    }
  }

  /** Describes an open file. */
  public static Inspection describe(TensorFile file) {
    Map<String, String> metadata = new java.util.LinkedHashMap<>();
    for (Map.Entry<String, MetadataValue> entry : file.metadata().entrySet()) {
      metadata.put(entry.getKey(), entry.getValue().toString());
    }
    List<TensorLine> lines = new ArrayList<>();
    Map<String, TypeShare> types = new TreeMap<>();
    for (StoredTensor tensor : file.tensors()) {
      TensorLine line =
          new TensorLine(
              tensor.name(),
              tensor.type().text(),
              tensor.shape(),
              tensor.elements(),
              tensor.data().byteSize(),
              tensor.offset());
      lines.add(line);
      types.merge(line.type(), new TypeShare(0, 0, 0).plus(line), (all, one) -> all.plus(line));
    }
    return new Inspection(
        file.path().toString(), file.container(), file.size(), metadata, lines, types);
  }

  public long elements() {
    return tensors.stream().mapToLong(TensorLine::elements).sum();
  }

  /** Bits per element over all tensors; 0 for a file without any. */
  public double bitsPerElement() {
    long bytes = tensors.stream().mapToLong(TensorLine::bytes).sum();
    return elements() == 0 ? 0 : 8.0 * bytes / elements();
  }

  /** A table for people, at most 100 columns wide; text from the file is made fit to print. */
  public String text() {
    StringBuilder out = new StringBuilder();
    out.append(
        "%s: %s, %,d bytes, %d tensors, %,d elements, %.3f bits per element%n"
            .formatted(
                TextSafety.printable(file),
                container,
                fileBytes,
                tensors.size(),
                elements(),
                bitsPerElement()));
    if (!metadata.isEmpty()) {
      out.append("\nmetadata\n");
      metadata.forEach((key, value) -> out.append(pair(key, value)));
    }
    if (!types.isEmpty()) {
      out.append("\n%-10s %8s %20s %20s%n".formatted("type", "tensors", "elements", "bytes"));
      types.forEach((type, share) ->
          out.append(
              "%-10s %8d %,20d %,20d%n"
                  .formatted(type, share.tensors(), share.elements(), share.bytes())));
      out.append("\n%-44s %-9s %-20s %14s%n".formatted("tensor", "type", "shape", "bytes"));
      tensors.forEach(line -> out.append(row(line)));
    }
    return out.toString();
  }

  private static String pair(String key, String value) {
    String left = TextSafety.printable(key);
    return "  %-42s %s%n".formatted(left, cut(TextSafety.printable(value), 52));
  }

  private static String row(TensorLine line) {
    String shape = String.join(" x ", line.shape().stream().map(String::valueOf).toList());
    return "%-44s %-9s %-20s %,14d%n"
        .formatted(cut(TextSafety.printable(line.name()), 44), line.type(), shape, line.bytes());
  }

  private static String cut(String text, int width) {
    return text.length() <= width ? text : text.substring(0, width - 3) + "...";
  }
}
