package assay.kernels.binding;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A shared library opened by its full path.
 *
 * @param path where it was opened from
 */
public record SharedLibrary(Path path, SymbolLookup symbols) {

  private static final String OPERATING_SYSTEM = System.getProperty("os.name");

  /**
   * Opens a library.
   *
   * @param lifetime the library is unloaded with it; global for one that starts threads
   * @throws UnusableLibraryException saying what is wrong with the file
   */
  public static SharedLibrary open(Path path, Arena lifetime) throws UnusableLibraryException {
    requireLoadable(path);
    try {
      return new SharedLibrary(path, SymbolLookup.libraryLookup(path, lifetime));
    } catch (IllegalArgumentException e) {
      throw new UnusableLibraryException(
          "%s cannot be loaded: %s".formatted(path, LoaderError.of(path).orElse(e.getMessage())));
    }
  }

  /**
   * All that {@link #open} looks at before it lets the system's loader in.
   *
   * @throws UnusableLibraryException saying what is wrong with the file
   */
  public static void requireLoadable(Path path) throws UnusableLibraryException {
    if (!path.isAbsolute()) {
      throw new UnusableLibraryException(
          "%s is not a full path, and libraries are never loaded from the working directory"
              .formatted(path));
    }
    if (!SystemCache.mayHold(path, OPERATING_SYSTEM)) {
      checkFile(path);
    }
  }

  /** Whether {@link #open} has something to try; a library of macOS's own may be without a file. */
  public static boolean mayExist(Path path) {
    return Files.isRegularFile(path) || SystemCache.mayHold(path, OPERATING_SYSTEM);
  }

  private static void checkFile(Path path) throws UnusableLibraryException {
    if (!Files.isRegularFile(path)) {
      throw new UnusableLibraryException("%s is not a file".formatted(path));
    }
    checkHeader(path);
    Optional<String> problem = OthersWrite.problem(path);
    if (problem.isPresent()) {
      throw new UnusableLibraryException(problem.get());
    }
  }

  /** The address of an exported symbol. */
  public Optional<MemorySegment> find(String symbol) {
    return symbols.find(symbol);
  }

  /** The address of a symbol that must be there. */
  public MemorySegment require(String symbol) throws UnusableLibraryException {
    return find(symbol)
        .orElseThrow(() -> new UnusableLibraryException("%s has no %s".formatted(path, symbol)));
  }

  /** The loader's own words for a text file or another machine's code help nobody. */
  private static void checkHeader(Path path) throws UnusableLibraryException {
    if (!OPERATING_SYSTEM.startsWith("Linux")) {
      return;
    }
    Optional<String> problem = ElfHeader.problem(path);
    if (problem.isPresent()) {
      throw new UnusableLibraryException(path + " " + problem.get());
    }
  }
}
