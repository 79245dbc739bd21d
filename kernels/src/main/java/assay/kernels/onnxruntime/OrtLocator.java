package assay.kernels.onnxruntime;

import assay.kernels.binding.PeerFolder;
import assay.kernels.binding.UnusableLibraryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where ONNX Runtime's library may lie.
 *
 * @param named the library or its folder, or empty to search
 * @param folders folders to search, first match wins
 */
record OrtLocator(Optional<Path> named, List<Path> folders) {

  static final String NAME = "onnxruntime";
  static final String PROPERTY = "assay.onnxruntime";
  static final String VARIABLE = "ASSAY_ONNXRUNTIME";

  private static final Pattern LIBRARY =
      Pattern.compile("libonnxruntime\\.so[\\d.]*|libonnxruntime[\\d.]*\\.dylib|onnxruntime\\.dll");

  private static final List<Path> SYSTEM_FOLDERS =
      List.of(
          Path.of("/usr/local/lib"),
          Path.of("/usr/lib/x86_64-linux-gnu"),
          Path.of("/usr/lib/aarch64-linux-gnu"),
          Path.of("/usr/lib64"),
          Path.of("/usr/lib"),
          Path.of("/opt/homebrew/lib"));

  /** The user's choice, if there is one; a property goes before the environment. */
  static OrtLocator fromEnvironment() {
    String property = System.getProperty(PROPERTY);
    String chosen = property != null ? property : System.getenv(VARIABLE);
    var folders = new ArrayList<>(PeerFolder.ofUser().installed(NAME));
    folders.addAll(SYSTEM_FOLDERS);
    return new OrtLocator(
        Optional.ofNullable(chosen).filter(text -> !text.isBlank()).map(Path::of), folders);
  }

  Path find() throws UnusableLibraryException {
    if (named.isPresent() && !named.get().isAbsolute()) {
      throw new UnusableLibraryException(
          "%s is not a full path, and libraries are never loaded from the working directory"
              .formatted(named.get()));
    }
    if (named.isPresent() && !Files.isDirectory(named.get())) {
      return named.get();
    }
    List<Path> places = named.map(List::of).orElse(folders);
    for (Path place : places) {
      Optional<Path> library = libraryIn(place);
      if (library.isPresent()) {
        return library.get();
      }
    }
    throw new UnusableLibraryException(
        ("no libonnxruntime in %s; get it with \"assay backends install %s\","
                + " or name the library or its folder with %s or -D%s")
            .formatted(places, NAME, VARIABLE, PROPERTY));
  }

  private static Optional<Path> libraryIn(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> LIBRARY.matcher(file.getFileName().toString()).matches())
          .sorted()
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
