package assay.datasets;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A memory-mapped file of tensors; closing it makes every segment it handed out unusable.
 *
 * <p>A file must not be shortened while it is open: the operating system then fails reads of what
 * is gone.
 */
public interface TensorFile extends AutoCloseable {

  Path path();

  /** Container and version, for instance {@code GGUF v3}. */
  String container();

  /** Bytes of the whole file. */
  long size();

  /** In the order of the file. */
  Map<String, MetadataValue> metadata();

  /** In the order of the file. */
  List<StoredTensor> tensors();

  default Optional<StoredTensor> tensor(String name) {
    return tensors().stream().filter(tensor -> tensor.name().equals(name)).findFirst();
  }

  @Override
  void close();
}
