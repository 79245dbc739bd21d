package assay.kernels.binding;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Whether anybody on the machine could have written a library or its entry in its folder, and with
 * it code into ours. Folders further up are the administrator's.
 *
 * <p>A group is taken for people who trust each other: many systems give each user one of their
 * own, and files the right to be written by it.
 */
final class OthersWrite {

  private static final int OTHERS = 0002;

  /** Of a folder such as {@code /tmp}: others may add files to it, and replace only their own. */
  private static final int STICKY = 01000;

  private OthersWrite() {}

  /** A sentence on the file, its folder, or those that a link leads to. */
  static Optional<String> problem(Path file) {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return Optional.empty();
    }
    try {
      Path target = file.toRealPath();
      Set<Path> all = new LinkedHashSet<>();
      all.add(target);
      all.add(file.getParent());
      all.add(target.getParent());
      for (Path one : all) {
        int mode = (int) Files.getAttribute(one, "unix:mode");
        boolean guarded = Files.isDirectory(one) && (mode & STICKY) != 0;
        if ((mode & OTHERS) != 0 && !guarded) {
          return Optional.of(
              "%s can be written to by everybody, so %s is not loaded; chmod o-w %s"
                  .formatted(one, file.getFileName(), one));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("%s cannot be looked at: %s".formatted(file, e.getMessage()));
    }
  }
}
