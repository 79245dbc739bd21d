package assay.bench.sustain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.bench.SmallDisk;
import assay.bench.subject.Exchange;
import assay.reports.record.Sustained;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What is made of a slice file, whole or not. */
class CourseTest {

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void file() {
    file = folder.resolve("sustained").resolve("r0.jsonl");
  }

  private void write(int slices) throws IOException {
    try (SliceWriter writer = SliceWriter.open(file)) {
      writer.append(SliceSamples.begun());
      for (int i = 0; i < slices; i++) {
        writer.append(new SliceLine.Taken(SliceSamples.slice(5 * i, 5)));
      }
    }
  }

  private Course read() throws IOException {
    return SliceTail.read(file, SliceSamples.CASE);
  }

  private void append(String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.APPEND);
  }

  @Test
  void aFileThatIsNotThereIsALoadThatNeverBegan() throws IOException {
    Course course = read();
    assertTrue(course.first().isEmpty());
    assertEquals(0, course.measuredSeconds());
    assertTrue(course.damage().isEmpty());
  }

  @Test
  void whatWasWrittenIsRead() throws IOException {
    write(20);
    Course course = read();
    assertEquals(SliceSamples.begun(), course.first().orElseThrow());
    assertEquals(100, course.measuredSeconds(), 1e-9);
    assertEquals(SliceSamples.slice(95, 5), course.last().orElseThrow());
    assertEquals(200, course.firstMinuteRate().asOptional().orElseThrow(), 1e-9);
    Sustained record = course.toRecord(600);
    assertEquals(600, record.askedSeconds());
    assertEquals(SliceSamples.begun().channels(), record.channels());
    assertEquals(20, record.slices().size());
  }

  @Test
  void halfALineIsIgnoredAndCutOffByTheNextWriter() throws IOException {
    write(3);
    String whole = Files.readString(file);
    for (int torn : new int[] {1, 2, 40}) {
      Files.writeString(file, whole.substring(0, whole.length() - torn));
      assertEquals(10, read().measuredSeconds(), 1e-9);
      assertTrue(read().damage().isEmpty());
    }
    try (SliceWriter writer = SliceWriter.open(file)) {
      writer.append(new SliceLine.Taken(SliceSamples.slice(10, 5)));
    }
    assertEquals(whole, Files.readString(file));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0000\u0000\u0000",
        "{",
        "null",
        "[]",
        "\"text\"",
        "{\"type\":\"nonsense\"}",
        "{\"type\":\"slice\"}",
        "{\"type\":\"slice\",\"slice\":{\"startSeconds\":99}}",
        "{\"type\":\"slice\",\"slice\":{\"startSeconds\":99,\"seconds\":-5,\"operations\":1,\"nanos\":1,\"means\":{},\"throttled\":[]}}",
        "{\"type\":\"slice\",\"slice\":{\"startSeconds\":\"NaN\",\"seconds\":5,\"operations\":1,\"nanos\":1,\"means\":{},\"throttled\":[]}}",
        "{\"type\":\"slice\",\"slice\":{\"startSeconds\":1e999,\"seconds\":5,\"operations\":1,\"nanos\":1,\"means\":{},\"throttled\":[]}}",
        "{\"type\":\"slice\",\"slice\":{\"startSeconds\":99,\"seconds\":5,\"operations\":1,\"nanos\":1,\"means\":{\"p\":null},\"throttled\":[null]}}",
        "{\"type\":\"slice\",\"slice\":{\"startSeconds\":0,\"seconds\":5,\"operations\":1,\"nanos\":1,\"means\":{},\"throttled\":[]}}",
        "{\"type\":\"begun\",\"schema\":\"assay-slices/9\"}",
        "{\"type\":\"begun\",\"schema\":\"assay-slices/1\",\"caseId\":\"another\"}",
        "{\"type\":\"looked\",\"atSeconds\":\"Infinity\",\"fault\":\"\"}"
      })
  void aLineThatSaysNothingIsToldAndTheOthersCount(String line) throws IOException {
    write(3);
    append(line + "\n" + SliceSamples.json(new SliceLine.Taken(SliceSamples.slice(15, 5))) + "\n");
    Course course = read();
    assertEquals(20, course.measuredSeconds(), 1e-9);
    String told = course.damage().orElseThrow();
    assertTrue(told.contains("r0.jsonl: 1 of 6 lines are left out; line 5 is "), told);
    assertTrue(told.length() < 400, told);
  }

  @Test
  void deepAndLongLinesAreLeftOut() throws IOException {
    write(1);
    append("[".repeat(100_000) + "\n" + "x".repeat(3 << 20) + "\n");
    append(SliceSamples.json(new SliceLine.Taken(SliceSamples.slice(5, 5))) + "\n");
    Course course = read();
    assertEquals(10, course.measuredSeconds(), 1e-9);
    assertTrue(course.damage().orElseThrow().contains("2 of 5 lines"), course.damage().get());
  }

  @Test
  void slicesBeforeTheirBeginAreNoLoad() throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(
        file, SliceSamples.json(new SliceLine.Taken(SliceSamples.slice(0, 5))) + "\n");
    assertEquals(0, read().measuredSeconds());
    assertTrue(read().damage().orElseThrow().contains("1 of 1 lines"));
  }

  @Test
  void aMillionLinesAreReadInBoundedMemory() throws IOException {
    write(0);
    try (BufferedWriter out = Files.newBufferedWriter(file, StandardOpenOption.APPEND)) {
      for (int i = 0; i < 1_000_000; i++) {
        out.write(
            "{\"type\":\"slice\",\"slice\":{\"startSeconds\":%d,\"seconds\":5,\"operations\":7,\"nanos\":5000000000,\"means\":{},\"throttled\":[]}}\n"
                .formatted(5L * i));
      }
    }
    Course course = read();
    assertEquals(5e6, course.measuredSeconds(), 1e-3);
    assertTrue(course.toRecord(60).slices().size() <= SliceList.MOST + 1);
  }

  @Test
  void aDayHasARecordOfBoundedSize() {
    Course course = new Course(file, SliceSamples.CASE);
    course.accept(SliceSamples.json(SliceSamples.begun()));
    int hour = 0;
    for (int i = 0; i < 17_280; i++) {
      course.accept(SliceSamples.json(new SliceLine.Taken(SliceSamples.slice(5 * i, 5))));
      if (i == 720) {
        hour = size(course);
      }
    }
    assertEquals(86_400, course.measuredSeconds(), 1e-3);
    assertTrue(size(course) < 2 * hour, "%d bytes, %d of an hour".formatted(size(course), hour));
    assertEquals(
        17_280L * 1000,
        course.toRecord(86_400).slices().stream().mapToLong(Sustained.Slice::operations).sum());
  }

  private static int size(Course course) {
    return JsonMapper.shared().writeValueAsBytes(course.toRecord(86_400)).length;
  }

  @Test
  void aTailSeesLinesAsTheyComeAndNoHalves() throws IOException {
    Course course = new Course(file, SliceSamples.CASE);
    SliceTail tail = new SliceTail(file, course);
    assertFalse(tail.poll());
    write(1);
    assertTrue(tail.poll());
    assertFalse(tail.poll());
    String line = SliceSamples.json(new SliceLine.Taken(SliceSamples.slice(5, 5)));
    append(line.substring(0, 30));
    assertFalse(tail.poll());
    append(line.substring(30) + "\n");
    assertTrue(tail.poll());
    assertEquals(10, course.measuredSeconds(), 1e-9);
  }

  @Test
  void aFullDiskCostsTheSliceThatDidNotFit() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"), 256)) {
      file = disk.root().resolve("sustained").resolve("r0.jsonl");
      write(2);
      SliceLine more = new SliceLine.Taken(SliceSamples.slice(10, 5));
      try (SliceWriter writer = SliceWriter.open(file)) {
        disk.fill();
        var told =
            assertThrows(
                Exchange.UnwritableException.class,
                () -> {
                  for (int i = 0; i < 100; i++) {
                    writer.append(new SliceLine.Taken(SliceSamples.slice(10 + 5 * i, 5)));
                  }
                });
        assertTrue(told.getMessage().contains("No space left on device"), told.getMessage());
        assertTrue(told.getMessage().contains("r0.jsonl"), told.getMessage());
      }
      double kept = read().measuredSeconds();
      assertTrue(kept >= 10, "" + kept);
      disk.free();
      try (SliceWriter writer = SliceWriter.open(file)) {
        writer.append(new SliceLine.Taken(SliceSamples.slice(5000, 5)));
      }
      assertEquals(kept + 5, read().measuredSeconds(), 1e-9);
      assertTrue(read().damage().isEmpty());
    }
  }

  @Test
  void goingOnIsANewPartOfTheSameLoad() throws IOException {
    write(2);
    try (SliceWriter writer = SliceWriter.open(file)) {
      writer.append(SliceSamples.begun());
      writer.append(new SliceLine.Taken(SliceSamples.slice(100, 5)));
      writer.append(new SliceLine.Looked(104, ""));
      writer.append(new SliceLine.Looked(105, "wrong"));
    }
    Course course = read();
    assertEquals(2, course.parts());
    assertEquals(15, course.measuredSeconds(), 1e-9);
    assertEquals(105, course.endSeconds(), 1e-9);
    assertEquals(104, course.lookedAtSeconds());
    assertEquals(List.of(0.0, 5.0, 100.0), starts(course));
  }

  @Test
  void whatWasCountedOutlivesAKillAndMerging() throws IOException {
    write(1);
    for (int part = 0; part < 2; part++) {
      try (SliceWriter writer = SliceWriter.open(file)) {
        writer.append(SliceSamples.begun());
        for (int i = 0; i < SliceList.MOST; i++) {
          double start = 5 * (1 + i + part * SliceList.MOST);
          writer.append(
              new SliceLine.Taken(
                  SliceSamples.slice(start, 5),
                  Map.of("edac/mc0/ue_count", i == 7 ? 2.0 : 0.0, "edac/mc0/ce_count", 0.0)));
        }
      }
    }
    Course course = read();
    assertTrue(course.damage().isEmpty(), course.damage()::toString);
    assertEquals(4.0, course.counted().get("edac/mc0/ue_count").asOptional().orElseThrow());
    assertEquals(0.0, course.counted().get("edac/mc0/ce_count").asOptional().orElseThrow());
  }

  @Test
  void noCountIsNegativeOrMissing() throws IOException {
    write(1);
    String slice = SliceSamples.json(new SliceLine.Taken(SliceSamples.slice(5, 5)));
    for (String count : List.of("-1", "null", "1e999")) {
      append(
          slice.replace("\"counted\":{}", "\"counted\":{\"ue_count\":%s}".formatted(count)) + "\n");
    }
    assertEquals(5, read().measuredSeconds(), 1e-9);
    append(slice.replace(",\"counted\":{}", "") + "\n");
    assertEquals(10, read().measuredSeconds(), 1e-9);
  }

  private static List<Double> starts(Course course) {
    return course.toRecord(60).slices().stream().map(Sustained.Slice::startSeconds).toList();
  }
}
