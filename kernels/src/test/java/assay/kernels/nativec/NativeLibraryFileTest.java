package assay.kernels.nativec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.binding.UnusableLibraryException;
import assay.kernels.peers.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibraryFileTest {

  @TempDir Path cache;

  @BeforeEach
  void needsACompiler() {
    Peers.require("a native library", new NativeBackend().availability());
  }

  @Test
  void isUnpackedOnceForItsOwnerAlone() throws Exception {
    Path first = NativeLibraryFile.in(cache);
    var time = Files.getLastModifiedTime(first);

    assertEquals(first, NativeLibraryFile.in(cache));
    assertEquals(time, Files.getLastModifiedTime(first));
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(first.getParent())));
  }

  @Test
  void aChangedFileIsReplaced() throws Exception {
    Path file = NativeLibraryFile.in(cache);
    byte[] good = Files.readAllBytes(file);
    Files.write(file, new byte[] {0}, StandardOpenOption.APPEND);

    NativeLibraryFile.in(cache);

    assertEquals(good.length, Files.size(file));
  }

  @Test
  void aLinkInItsPlaceIsReplacedNotFollowed() throws Exception {
    Path file = NativeLibraryFile.in(cache);
    Path elsewhere = cache.resolve("elsewhere");
    Files.move(file, elsewhere);
    Files.createSymbolicLink(file, elsewhere);

    NativeLibraryFile.in(cache);

    assertFalse(Files.isSymbolicLink(file));
  }

  @Test
  void aFolderThatOthersMayWriteToIsRefused() throws Exception {
    Path folder = NativeLibraryFile.in(cache).getParent();
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));

    var refused = assertThrows(UnusableLibraryException.class, () -> NativeLibraryFile.in(cache));

    assertTrue(refused.getMessage().contains(folder + " can be written to by others"));
  }

  @Test
  void aCacheThatCannotBeMadeSaysWhatToDo() throws IOException {
    Path file = Files.createFile(cache.resolve("file"));

    var refused = assertThrows(UnusableLibraryException.class, () -> NativeLibraryFile.in(file));

    assertTrue(refused.getMessage().contains("set ASSAY_CACHE"), refused.getMessage());
  }
}
