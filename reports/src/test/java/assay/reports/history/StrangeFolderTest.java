package assay.reports.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.reports.record.CaseRecord;
import assay.reports.record.Packed;
import assay.reports.sample.SampleCase;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Histories in which people, copying programs and strangers have put files. */
class StrangeFolderTest {

  private static final CaseRecord CASE =
      new SampleCase(1).matmul("q4_K", 4096, 1, 4096, "vector", 1e6, 1e-6);

  @TempDir private Path folder;

  private Path runs() {
    return folder.resolve("history/runs");
  }

  private History open(boolean toWrite) {
    StoreAddress address = new StoreAddress.Folder(folder.resolve("history"));
    return toWrite ? History.toWrite(address, text -> {}) : History.toRead(address, text -> {});
  }

  private void add(String id, int day, CaseRecord each) throws IOException {
    String at = "2026-03-%02dT10:00:00Z".formatted(day);
    Path run = HistoryRuns.write(HistoryRuns.with(id, at, List.of(each)), folder.resolve(id));
    try (History history = open(true)) {
      history.add(run, Optional.empty());
    }
  }

  private List<String> ids(History history) {
    return history.runs().stream().map(RunLine::id).toList();
  }

  @BeforeEach
  void one() throws IOException {
    add("a", 1, CASE);
  }

  @Test
  void aCopyUnderAnotherNameDoesNotCountTwice() throws IOException {
    Files.copy(runs().resolve("a.json.gz"), runs().resolve("copy.json.gz"));
    try (History history = open(false)) {
      assertEquals(List.of("a"), ids(history));
      assertEquals(1, history.faults().size(), history.faults().toString());
      assertTrue(history.faults().getFirst().contains("is a copy of"), "" + history.faults());
    }
  }

  @Test
  void aRecordThatWasRenamedIsToldAndFoundByRebuilding() throws IOException {
    Files.move(runs().resolve("a.json.gz"), runs().resolve("renamed.json.gz"));
    try (History history = open(false)) {
      String faults = history.faults().toString();
      assertTrue(faults.contains("a.json.gz is missing"), faults);
      assertTrue(faults.contains("renamed.json.gz is left out"), faults);
    }
    try (History history = open(true)) {
      history.rebuild();
      assertEquals(List.of("renamed"), ids(history));
      assertEquals(List.of(), history.faults());
    }
  }

  /** More than any record has, in a few hundred kilobytes. */
  @Test
  void aBombIsToldAndTheRestIsRead() throws IOException {
    Files.write(runs().resolve("bomb.json.gz"), Packed.pack(new byte[Packed.MOST_BYTES + 1]));
    byte[] lying = Packed.pack(new byte[Packed.MOST_BYTES + 1]);
    ByteBuffer.wrap(lying).order(ByteOrder.LITTLE_ENDIAN).putInt(lying.length - 4, 100);
    Files.write(runs().resolve("lying.json.gz"), lying);
    try (History history = open(false)) {
      assertEquals(List.of("a"), ids(history));
      String faults = history.faults().toString();
      assertEquals(2, history.faults().size(), faults);
      assertTrue(faults.contains("unpacks to more than"), faults);
      assertTrue(faults.contains("the 100 bytes that it says"), faults);
    }
  }

  @Test
  void whatBeginsLikeGzipAndEndsIsDamaged() throws IOException {
    for (int length = 0; length < 24; length++) {
      byte[] whole = Files.readAllBytes(runs().resolve("a.json.gz"));
      Files.write(runs().resolve("cut.json.gz"), java.util.Arrays.copyOf(whole, length));
      try (History history = open(false)) {
        assertEquals(List.of("a"), ids(history));
        assertEquals(1, history.faults().size(), length + ": " + history.faults());
      }
    }
  }

  @Test
  void aLinkIsNoRecord() throws IOException {
    Path outside = Files.copy(runs().resolve("a.json.gz"), folder.resolve("outside.json.gz"));
    Files.createSymbolicLink(runs().resolve("link.json.gz"), outside);
    Files.createSymbolicLink(runs().resolve("nowhere.json.gz"), folder.resolve("nothing"));
    try (History history = open(false)) {
      assertEquals(List.of("a"), ids(history));
      assertEquals(List.of(), history.faults());
      assertEquals(2, history.oddities().size(), history.oddities().toString());
    }
  }

  @Test
  void aRenamedCaseBeginsASeriesOfItsOwn() throws IOException {
    add("b", 2, HistoryRuns.named(CASE, CASE.id() + "-renamed"));
    try (History history = open(false)) {
      assertTrue(history.cases().stream().allMatch(each -> each.points() == 1));
      assertEquals(
          2, history.cases().stream().map(each -> each.series().caseId()).distinct().count());
    }
  }

  @Test
  void aPasswordFileThatOthersMayOpenIsTold() throws IOException {
    Path file = Files.writeString(folder.resolve(".pgpass"), "*:*:*:*:secret");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    String fault = PasswordFile.fault(Map.of(), folder).orElseThrow();
    assertTrue(fault.contains(".pgpass") && fault.contains("chmod 600"), fault);
    assertEquals(
        fault, PasswordFile.fault(Map.of("PGPASSFILE", file.toString()), Path.of("/")).get());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertTrue(PasswordFile.fault(Map.of(), folder).isEmpty());
    assertTrue(PasswordFile.fault(Map.of(), folder.resolve("elsewhere")).isEmpty());
  }
}
