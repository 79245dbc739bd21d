package assay.kernels.compute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.binding.PrivateCache;
import assay.kernels.compute.PretendedDevice.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TileSearchTest {

  private static final long WORK = TileSearch.LEAST_WORK;
  private static final long MILLISECOND = 1_000_000;

  /** The third is the fastest. */
  private static final Map<Integer, Long> NANOS =
      Map.of(64, 3 * MILLISECOND, 32, 4 * MILLISECOND, 128, 2 * MILLISECOND, 512, 1L);

  private static final List<Integer> GROUPS = List.of(64, 32, 128);

  @TempDir private Path temporary;

  private Path folder() {
    return temporary.resolve("tiles");
  }

  private PretendedDevice device(String driver, String source) {
    return new PretendedDevice(folder(), driver, source, NANOS, Map.of());
  }

  private PretendedDevice device() {
    return device("driver 1", "source 1");
  }

  private static Tile tile(int group) {
    return new Tile(
        "groups of " + group,
        Module.of("pretended", Map.of(), group),
        0,
        function -> List.of(Launch.of(function, 1, List.of(), 0)));
  }

  private static TileSearch.Result choose(PretendedDevice device, List<Integer> groups) {
    return choose(device, groups, WORK, "shapes");
  }

  private static TileSearch.Result choose(
      PretendedDevice device, List<Integer> groups, long work, String shapes) {
    List<Tile> tiles = groups.stream().map(TileSearchTest::tile).toList();
    return new TileSearch(device, device::now).choose(tiles, work, shapes);
  }

  private static void assertChosen(int group, String how, TileSearch.Result result) {
    assertEquals("groups of " + group, result.tile().text());
    assertEquals(how, result.how());
  }

  @Test
  void theFastestIsChosen() {
    assertChosen(128, "searched: 3 candidates", choose(device(), GROUPS));
  }

  @Test
  void aLittleFasterMayBeChance() {
    var device =
        new PretendedDevice(folder(), "", "", Map.of(1, 1_000_000L, 2, 960_000L), Map.of());
    assertChosen(1, "searched: 2 candidates", choose(device, List.of(1, 2)));
  }

  @Test
  void whatIsSmallIsNotSearched() {
    PretendedDevice device = device();
    assertChosen(64, "default: small", choose(device, GROUPS, WORK - 1, "shapes"));
    assertEquals(List.of(), device.runs);
    assertFalse(Files.exists(folder()));
  }

  @Test
  void whatDoesNotFitIsNoCandidate() {
    PretendedDevice device = device();
    assertChosen(64, "default: no other fits the device", choose(device, List.of(512, 64)));
    assertEquals(List.of(), device.runs);
  }

  @Test
  void anotherProcessRemembers() {
    choose(device(), GROUPS);
    PretendedDevice another = device();
    assertChosen(128, "remembered", choose(another, GROUPS));
    assertEquals(List.of(), another.runs);
  }

  @Test
  void aProcessRemembersWithoutADisk() throws IOException {
    Files.writeString(folder(), "in the way of the folder");
    PretendedDevice device = device();
    TileSearch.Result first = choose(device, GROUPS);
    assertTrue(first.how().startsWith("searched: 3 candidates; not kept: "), first.how());
    int runs = device.runs.size();
    assertChosen(128, "remembered", choose(device, GROUPS));
    assertEquals(runs, device.runs.size());
  }

  @Test
  void anotherDriverSourceShapeOrListOfCandidatesIsSearchedAnew() {
    choose(device(), GROUPS);
    assertChosen(128, "searched: 3 candidates", choose(device("driver 2", "source 1"), GROUPS));
    assertChosen(128, "searched: 3 candidates", choose(device("driver 1", "source 2"), GROUPS));
    assertChosen(128, "searched: 3 candidates", choose(device(), GROUPS, WORK, "other shapes"));
    assertChosen(128, "searched: 2 candidates", choose(device(), List.of(64, 128)));
  }

  @Test
  void aDamagedFileIsIgnored() throws IOException {
    choose(device(), GROUPS);
    Path file = only();
    byte[] content = Files.readAllBytes(file);
    content[content.length - 1] ^= 1;
    Files.write(file, content);
    assertChosen(128, "searched: 3 candidates", choose(device(), GROUPS));
    Files.write(file, new byte[0]);
    assertChosen(128, "searched: 3 candidates", choose(device(), GROUPS));
  }

  /** Sealed rightly, for a seal is no secret. */
  @Test
  void aFileThatNamesNoCandidateIsIgnored() throws IOException {
    for (String hostile : List.of("", "groups of 512", "groups of 128\n", "\0\uffff%s%n../..")) {
      PretendedDevice device = device();
      PretendedDevice before = device();
      choose(before, GROUPS);
      new Sealed(only()).write(hostile);
      assertChosen(128, "searched: 3 candidates", choose(device, GROUPS));
    }
  }

  private record Sealed(Path file) {
    void write(String text) throws IOException {
      byte[] content = text.getBytes(StandardCharsets.UTF_8);
      byte[] seal = HexFormat.of().parseHex(PrivateCache.hash(content));
      byte[] all = Arrays.copyOf(seal, seal.length + content.length);
      System.arraycopy(content, 0, all, seal.length, content.length);
      Files.write(file, all);
    }
  }

  private Path only() throws IOException {
    assertEquals(1, files().size(), files().toString());
    return files().getFirst();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files.toList();
    }
  }

  @Test
  void whatTheDriverDoesNotTakeIsLeftOut() {
    for (Fault fault : Fault.values()) {
      for (int faulty : GROUPS) {
        var device =
            new PretendedDevice(folder(), "" + fault + faulty, "", NANOS, Map.of(faulty, fault));
        int fastest = faulty == 128 ? 64 : 128;
        assertChosen(fastest, "searched: 2 of 3 candidates", choose(device, GROUPS));
      }
    }
  }

  @Test
  void whereNothingRunsTheFirstIsLeftToFail() throws IOException {
    var faults = Map.of(64, Fault.CANNOT_START, 32, Fault.DOES_NOT_COMPILE);
    var device = new PretendedDevice(folder(), "", "", NANOS, faults);
    assertChosen(64, "default: the device ran none", choose(device, List.of(64, 32)));
    assertEquals(List.of(), files());
  }

  @Test
  void onASlowDeviceTheFirstIsRunTwiceAndNothingElse() throws IOException {
    long slow = TileSearch.BUDGET_NANOS + MILLISECOND;
    var device = new PretendedDevice(folder(), "", "", Map.of(64, slow, 128, 1L), Map.of());
    String how = "default: a run takes 61 ms, too long for a search";
    assertChosen(64, how, choose(device, List.of(64, 128)));
    assertEquals(List.of(64, 64), device.runs);
    assertEquals(List.of(), files());
    // It stays within this process, whatever the device is busy with later.
    assertChosen(64, how, choose(device, List.of(64, 128)));
    assertEquals(List.of(64, 64), device.runs);
  }

  @Test
  void aSearchKeepsToItsBudget() {
    long each = TileSearch.BUDGET_NANOS / 2;
    Map<Integer, Long> nanos = Map.of(1, each, 2, each, 3, each / 8, 4, each);
    var device = new PretendedDevice(folder(), "", "", nanos, Map.of());
    assertChosen(1, "searched: 2 of 4 candidates", choose(device, List.of(1, 2, 3, 4)));
    assertEquals(List.of(1, 1, 2, 2), device.runs);
  }

  @Test
  void patienceWithCompilersHasAnEnd() {
    PretendedDevice device = device().compilingSlowly();
    assertChosen(64, "searched: 1 of 3 candidates", choose(device, GROUPS));
    assertChosen(128, "searched: 3 candidates", choose(device(), GROUPS));
  }

  /** A launch takes microseconds: of one alone the clock would tell little. */
  @Test
  void shortRunsAreTimedByTheDozen() {
    var device = new PretendedDevice(folder(), "", "", Map.of(1, 20_000L, 2, 10_000L), Map.of());
    assertChosen(2, "searched: 2 candidates", choose(device, List.of(1, 2)));
    assertTrue(device.runs.size() > 2 * 100, device.runs.size() + " runs");
  }
}
