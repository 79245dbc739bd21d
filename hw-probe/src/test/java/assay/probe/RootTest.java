package assay.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RootTest {

  @TempDir private Path folder;

  @Test
  void tellsTheFourKindsOfAbsenceApart() {
    Root root =
        Capture.of(
            """
            /here = 12
            /secret !denied
            /empty =
            /binary = \\0\\x01
            /folder !folder
            /huge !size 9000000
            /loop -> loop
            """,
            folder);
    Expect.value(12L, root.number("/here"));
    Expect.reason("absent: no /gone", root.text("/gone"));
    Expect.reason("absent: no /here/below", root.text("/here/below"));
    Expect.reason("no permission: /secret may not be read by this user", root.text("/secret"));
    Expect.reason("not supported: /empty is empty", root.word("/empty"));
    Expect.reason("unreadable: /binary holds binary data, not text", root.text("/binary"));
    Expect.reason("unreadable: /folder is a folder, not a file", root.text("/folder"));
    Expect.reason("unreadable: /huge is larger than 8 MiB", root.text("/huge"));
    Expect.reasonStarts("unreadable: /loop (", root.text("/loop"));
    Expect.reason("absent: no /gone", root.list("/gone"));
    Expect.reason("unreadable: /here is a file, not a folder", root.list("/here"));
    Expect.reasonStarts("unreadable:", root.text("/nul\0byte"));
  }

  @ParameterizedTest
  @CsvSource({
    "No data available,not supported",
    "Operation not supported,not supported",
    "No such device or address,not supported",
    "Operation not permitted,no permission",
    "Permission denied,no permission",
    "Input/output error,unreadable"
  })
  void sortsWhatDriversAnswer(String error, String kind) {
    Root root =
        Root.at(
            folder,
            file -> {
              throw new java.nio.file.FileSystemException(file.toString(), null, error);
            });
    Capture.of("/sensor = 1\n", folder);
    Expect.reasonStarts(kind + ": /sensor", root.text("/sensor"));
  }

  @Test
  void aPipeIsNotWaitedFor() {
    // Opening one for reading would block until somebody writes.
    Expect.reason("unreadable: /dev/null is not a regular file", Root.live().text("/dev/null"));
  }

  @Test
  void listsInNumericOrder() {
    Root root = Capture.of("/d/cpu{0-11} = x\n/d/cpufreq = x\n", folder);
    assertEquals(List.of("cpu0", "cpu1", "cpu2"), root.names("/d").subList(0, 3));
    assertEquals(List.of("cpu10", "cpu11", "cpufreq"), root.names("/d").subList(10, 13));
  }

  @Test
  void readsPropertiesAndStrings() {
    Root root = Capture.of("/p = A=1\\nB=\"two words\"\\nnoise\\n=x\n/s = one\\0two\\0\n", folder);
    assertEquals(Map.of("A", "1", "B", "two words"), root.properties("/p"));
    Expect.value(List.of("one", "two"), root.strings("/s"));
    assertEquals(Map.of(), root.properties("/gone"));
  }

  @Test
  void aMissingFolderIsAnEmptyMachine() {
    Root root = Root.at(folder.resolve("gone"));
    Expect.reason("absent: no /proc/cpuinfo", root.text("/proc/cpuinfo"));
    assertFalse(root.isLive());
    assertFalse(root.exists("/proc"));
    assertTrue(Root.live().isLive());
  }

  @ParameterizedTest
  @CsvSource(
      value = {"0-3,8;0-3,8", "0;0", "0,1,2;0-2", "7,5;5,7", "'';''"},
      delimiter = ';')
  void coreListsGoThereAndBack(String text, String canonical) {
    assertEquals(Reading.of(canonical, "", "f"), CpuList.parse(text, "f").map(CpuList::format));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "3-1", "1-2-3", "-1", "1,,2", "0-99999999", "0x", "1-"})
  void refusesWhatIsNoCoreList(String text) {
    Reading<BitSet> cores = CpuList.parse(text, "f");
    Expect.reason("unreadable: f holds \"" + text + "\", not a list of cores", cores);
  }

  @ParameterizedTest
  @CsvSource({"12,12", "0x1e52,7762", "-5,-5", "0XFF,255"})
  void readsWholeNumbers(String text, long value) {
    Expect.value(value, Numbers.whole(text, "f"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1.5", "0xZZ", "99999999999999999999", "NaN", "1 2"})
  void refusesWhatIsNoWholeNumber(String text) {
    Expect.reason(
        "unreadable: f holds \"" + text + "\", not a whole number", Numbers.whole(text, "f"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "NaN", "Infinity", "1e999", "x", "1e99999999999"})
  void refusesWhatIsNoFiniteNumber(String text) {
    Expect.reasonStarts("unreadable: f holds", Numbers.decimal(text, "f"));
  }

  @Test
  void theFirstTellingReasonWins() {
    Reading<Integer> absent = Reading.absent("no a");
    Reading<Integer> denied = Reading.denied("b");
    Reading<Integer> present = Reading.of(1, "", "c");
    assertEquals(present, absent.or(present));
    assertEquals(present, present.or(denied));
    assertEquals(denied, absent.or(denied));
    assertEquals(denied, denied.or(absent));
    assertEquals(absent, absent.or(Reading.absent("no d")));
  }
}
