package assay.bench.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.bench.faulty.DeadlyLoad;
import assay.bench.subject.KnownBackends;
import assay.kernels.Availability;
import assay.kernels.Backend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every test starts real JVMs, with a real library. */
class PeerTrialTest {

  @TempDir private Path folder;

  private List<Backend> tried(DeadlyLoad load, int seconds, Set<String> wanted)
      throws IOException, InterruptedException {
    List<String> flags = new ArrayList<>(JvmFlags.loading());
    flags.add("-Dassay.blas=" + load.compile(folder));
    return new PeerTrial(flags, seconds).of(KnownBackends.all(), wanted::contains, List.of());
  }

  private static Backend blas(List<Backend> backends) {
    return backends.stream().filter(one -> one.id().equals("blas")).findFirst().orElseThrow();
  }

  private static String reason(Backend backend) {
    return ((Availability.Unavailable) backend.availability()).reason();
  }

  @Test
  void aGoodLibraryMayBeLoaded() throws IOException, InterruptedException {
    Backend blas = blas(tried(DeadlyLoad.NONE, PeerTrial.SECONDS, Set.of("blas")));
    assertEquals("BlasBackend", blas.getClass().getSimpleName());
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NONE", "HANG", "SECOND"})
  void aDeadlyLibraryIsRefused(DeadlyLoad load) throws IOException, InterruptedException {
    Backend blas = blas(tried(load, PeerTrial.SECONDS, Set.of("blas")));
    assertTrue(reason(blas).startsWith(load.reason()), reason(blas));
    assertTrue(blas.devices().isEmpty());
  }

  @Test
  void aLibraryThatHangsIsRefused() throws IOException, InterruptedException {
    Backend blas = blas(tried(DeadlyLoad.HANG, 2, Set.of("blas")));
    assertTrue(reason(blas).startsWith(DeadlyLoad.HANG.reason()), reason(blas));
  }

  @Test
  void othersAreNotRefusedWithIt() throws IOException, InterruptedException {
    List<Backend> backends =
        tried(DeadlyLoad.ABORT, PeerTrial.SECONDS, Set.of("blas", "faulty", "vector"));
    assertEquals(KnownBackends.ids(), backends.stream().map(Backend::id).toList());
    assertTrue(reason(blas(backends)).startsWith(DeadlyLoad.ABORT.reason()));
    for (Backend one : backends) {
      if (one.id().equals("faulty") || one.id().equals("vector")) {
        assertTrue(one.availability().isAvailable(), one.id());
      }
    }
  }

  /** As PoCL and AMD's compiler do, each of which brings an LLVM. */
  @Test
  void ofTwoThatDoNotGoTogetherTheFirstStays() throws IOException, InterruptedException {
    Path library = DeadlyLoad.SECOND.compile(folder);
    Files.copy(library, folder.resolve("libOpenCL.so.1"));
    List<String> flags = new ArrayList<>(JvmFlags.loading());
    flags.add("-Dassay.blas=" + library);
    flags.add("-Dassay.opencl=" + folder);
    List<Backend> backends =
        new PeerTrial(flags, PeerTrial.SECONDS)
            .of(KnownBackends.all(), Set.of("opencl", "blas", "faulty")::contains, List.of());
    assertEquals(
        "together with opencl, its library ended the process that loaded it: killed by SIGABRT",
        reason(blas(backends)).replaceFirst("; .*", ""));
    assertTrue(reason(blas(backends)).endsWith("with --backend blas"), reason(blas(backends)));
    for (Backend one : backends) {
      if (one.id().equals("opencl") || one.id().equals("faulty")) {
        assertFalse(one.getClass().getSimpleName().equals("RefusedBackend"), one.id());
      }
    }
  }

  @Test
  void whatNobodyAskedForIsNotLoaded() throws IOException, InterruptedException {
    Backend blas = blas(tried(DeadlyLoad.ABORT, PeerTrial.SECONDS, Set.of("vector")));
    assertEquals("not asked for, so its library was not loaded", reason(blas));
  }
}
