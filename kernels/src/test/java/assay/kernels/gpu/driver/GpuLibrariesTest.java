package assay.kernels.gpu.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
    List<Path> folders = GpuLibraries.of(Maker.CUDA, Optional.empty(), environment).folders();
    assertEquals(List.of(Path.of("/of/variable"), Path.of("/of/loader")), folders.subList(0, 2));
    assertTrue(folders.stream().allMatch(Path::isAbsolute), folders.toString());

    List<Path> named =
        GpuLibraries.of(Maker.CUDA, Optional.of("/of/property"), environment).folders();
    assertEquals(Path.of("/of/property"), named.getFirst());
    assertFalse(named.contains(Path.of("/of/variable")), named.toString());
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

  @Test
  void aNewerNameGoesBeforeAnEarlierFolder(@TempDir Path parent) throws IOException {
    Path first = Files.createDirectory(parent.resolve("first"));
    Path second = Files.createDirectory(parent.resolve("second"));
    Files.createFile(first.resolve("libnvrtc.so.12"));
    Files.createFile(second.resolve("libnvrtc.so.13"));
    var libraries = new GpuLibraries(Maker.CUDA, List.of(first, second));
    assertEquals(
        Optional.of(second.resolve("libnvrtc.so.13")), libraries.find(Maker.CUDA.compilerNames()));
    assertEquals(Optional.empty(), libraries.find(Maker.CUDA.driverNames()));
  }
}
