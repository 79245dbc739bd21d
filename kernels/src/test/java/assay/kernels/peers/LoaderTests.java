package assay.kernels.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.Availability;
import assay.kernels.compute.ComputeBackend;
import assay.kernels.compute.ComputeDriver;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said when an interface's loader is not there, or is not what its name says. */
public abstract class LoaderTests {

  private final String library;
  private final String variable;
  private final String symbol;

  /** An empty one, where the loader is looked for. */
  @TempDir protected Path folder;

  /**
   * @param variable with folders to look for the library in
   * @param symbol that is missed first
   */
  protected LoaderTests(String library, String variable, String symbol) {
    this.library = library;
    this.variable = variable;
    this.symbol = symbol;
  }

  /** One that looks for its loader there and nowhere else. */
  protected abstract ComputeDriver driver(Path folder);

  protected final String reason() {
    var backend = new ComputeBackend(driver(folder));
    var availability = backend.availability();
    assertEquals(List.of(), backend.devices());
    return ((Availability.Unavailable) availability).reason();
  }

  @Test
  void noLoader() {
    assertEquals(
        "no %s in the system's library folders; %s may name another folder"
            .formatted(library, variable),
        reason());
  }

  @Test
  void aLibraryThatIsNoLoader() {
    BrokenLibraries.unrelated(folder.resolve(library));
    assertEquals(folder.resolve(library) + " has no " + symbol, reason());
  }

  @Test
  void aLoaderOfAnotherMachine() {
    BrokenLibraries.foreign(folder.resolve(library));
    assertTrue(reason().startsWith(folder.resolve(library) + " is "), reason());
  }
}
