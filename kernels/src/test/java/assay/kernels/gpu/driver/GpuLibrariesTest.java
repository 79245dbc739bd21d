package assay.kernels.gpu.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.binding.LibraryFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a maker's libraries are looked for, and which of several is taken. */
class GpuLibrariesTest {

  @Test
  void theUsersFoldersComeFirstAndNoneOfTheWorkingDirectory() {
    var environment =
        Map.of("ASSAY_CUDA", "/of/variable:lib", "LD_LIBRARY_PATH", "/of/loader::../up");
    LibraryFolders folders = GpuLibraries.of(Maker.CUDA, Optional.empty(), environment).folders();
    assertEquals(List.of(Path.of("/of/variable")), folders.named());
    assertEquals(Path.of("/of/loader"), folders.others().getFirst());
    assertTrue(folders.others().stream().allMatch(Path::isAbsolute), folders.toString());

    LibraryFolders named =
        GpuLibraries.of(Maker.CUDA, Optional.of("/of/property"), environment).folders();
    assertEquals(List.of(Path.of("/of/property")), named.named());
  }

  @Test
  void theNewestToolkitIsSearchedFirst(@TempDir Path parent) throws IOException {
    for (String name : List.of("rocm-6.4.1", "rocm-7.9.0", "rocm-7.10.0", "rocm", "cuda-13.0")) {
      Files.createDirectory(parent.resolve(name));
    }
    assertEquals(
        List.of("rocm-7.10.0/lib", "rocm-7.9.0/lib", "rocm-6.4.1/lib"),
        GpuLibraries.versioned(parent, Maker.HIP).stream()
            .map(folder -> parent.relativize(folder).toString())
            .toList());
    assertEquals(List.of(), GpuLibraries.versioned(parent.resolve("none"), Maker.HIP));
  }

  /** A toolkit that a user names is meant, whatever newer one the system has. */
  @Test
  void aNewerNameGoesBeforeAnEarlierFolderButNotBeforeTheUsers(@TempDir Path parent)
      throws IOException {
    Path older = Files.createDirectory(parent.resolve("older"));
    Path newer = Files.createDirectory(parent.resolve("newer"));
    Path oldest = Files.createFile(older.resolve("libnvrtc.so.12"));
    Path newest = Files.createFile(newer.resolve("libnvrtc.so.13"));
    List<String> names = Maker.CUDA.compilerNames();
    List<Path> both = List.of(older, newer);
    assertEquals(
        Optional.of(newest), new LibraryFolders("ASSAY_CUDA", List.of(), both).find(names));
    assertEquals(
        Optional.of(oldest), new LibraryFolders("ASSAY_CUDA", List.of(older), both).find(names));
    var libraries = new GpuLibraries(Maker.CUDA, both);
    assertEquals(Optional.of(oldest), libraries.find(names));
    assertEquals(Optional.empty(), libraries.find(Maker.CUDA.driverNames()));
  }
}
