package assay.kernels.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerFolderTest {

  private static final Path HOME = Path.of("/home/someone");

  @TempDir Path folder;

  @Test
  void theNamedFolderGoesBeforeTheCache() {
    var named = Map.of("ASSAY_PEERS", "/srv/peers", "XDG_CACHE_HOME", "/cache");
    assertEquals(Path.of("/srv/peers"), PeerFolder.of(named, HOME).root());
    var cached = Map.of("ASSAY_PEERS", " ", "XDG_CACHE_HOME", "/cache");
    assertEquals(Path.of("/cache/assay/peers"), PeerFolder.of(cached, HOME).root());
    var relative = Map.of("XDG_CACHE_HOME", "cache");
    assertEquals(HOME.resolve(".cache/assay/peers"), PeerFolder.of(relative, HOME).root());
  }

  @Test
  void newerVersionsComeFirstAndUnfinishedOnesNever() throws Exception {
    for (String name : List.of("1.9.0", "1.29.0", "1.29.1", "1.29", ".unpack-7", "latest")) {
      Files.createDirectories(folder.resolve("peer").resolve(name));
    }
    Files.createFile(folder.resolve("peer").resolve("2.0.0"));
    assertEquals(
        List.of("1.29.1", "1.29.0", "1.29", "1.9.0"),
        new PeerFolder(folder)
            .installed("peer").stream().map(path -> path.getFileName().toString()).toList());
    assertEquals(List.of(), new PeerFolder(folder).installed("other"));
  }

  @Test
  void neverLooksBelowTheWorkingDirectory() {
    assertEquals(List.of(), new PeerFolder(Path.of("src")).installed("test"));
  }
}
