package assay.kernels.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.peers.SmallLibrary;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That a plug-in's process ends with the one that it serves, and leaves nothing behind. */
class PluginProcessTest {

  /** The template, whose {@code query} does not come back. */
  private static final String HANGING =
      """
      #define assay_plugin_get template_get
      #include "example_cpu.c"
      #undef assay_plugin_get
      static assay_status hang(uint32_t i, const assay_spec *spec, const assay_settings *settings,
          assay_support *answer) { for (;;) sleep(1); }
      const assay_plugin *assay_plugin_get(uint32_t abi) {
        static assay_plugin own;
        own = *template_get(abi);
        own.query = hang;
        return &own;
      }
      """;

  /** And its library not either when the process ends. */
  private static final String CLINGING =
      HANGING + "__attribute__((destructor)) static void cling(void) { for (;;) sleep(1); }";

  @TempDir Path folder;

  private Process parent;
  private ProcessHandle child;

  /** Until the plug-in is in a call that does not return. */
  private void start(String source) throws Exception {
    launch(source);
    BufferedReader output = parent.inputReader();
    assertEquals("ready", output.lines().filter("ready"::equals).findFirst().orElse("ended"));
    child = parent.children().findFirst().orElseThrow();
  }

  private void launch(String source) throws Exception {
    Path temporary = Files.createDirectories(folder.resolve("temporary"));
    Path library =
        SmallLibrary.compile(
            folder.resolve("libhanging.so"),
            source,
            "-DBUILD_ID=\"test\"",
            "-I" + ExamplePlugin.INCLUDE,
            "-I" + ExamplePlugin.SOURCE);
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.io.tmpdir=" + temporary,
            "-cp",
            System.getProperty("java.class.path"),
            PluginParent.class.getName(),
            library.toString(),
            "dequant:q8_0*f32:m1,k32");
    parent = new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  @AfterEach
  void end() {
    Stream.of(parent == null ? null : parent.toHandle(), child)
        .filter(process -> process != null)
        .forEach(ProcessHandle::destroyForcibly);
  }

  private void assertEndsAndLeavesNothing() throws Exception {
    child.onExit().get(30, TimeUnit.SECONDS);
    try (Stream<Path> left = Files.list(folder.resolve("temporary"))) {
      assertEquals(
          List.of(),
          left.filter(path -> path.getFileName().toString().startsWith("assay-plugin")).toList());
    }
  }

  @Test
  void killingTheParentEndsIt() throws Exception {
    start(HANGING);
    parent.destroyForcibly();
    assertEndsAndLeavesNothing();
  }

  @Test
  void aDestructorThatHangsDoesNotKeepIt() throws Exception {
    start(CLINGING);
    parent.destroyForcibly();
    assertEndsAndLeavesNothing();
  }

  /** The loader's lock is then held for ever, and much of a JVM waits for it. */
  @Test
  void aConstructorThatHangsDoesNotKeepIt() throws Exception {
    Path loading = folder.resolve("loading");
    launch(
        """
        #include <stdio.h>
        #include <unistd.h>
        __attribute__((constructor)) static void up(void) {
          fclose(fopen("%s", "w"));
          for (;;) sleep(1);
        }
        """
            .formatted(loading));
    for (int i = 0; i < 300 && Files.notExists(loading); i++) {
      Thread.sleep(100);
    }
    child = parent.children().findFirst().orElseThrow();
    parent.destroyForcibly();
    child.onExit().get(30, TimeUnit.SECONDS);
  }

  @Test
  void anInterruptFromATerminalEndsBothAndLeavesNothing() throws Exception {
    start(HANGING);
    child.destroy();
    parent.destroyForcibly();
    assertEndsAndLeavesNothing();
  }

  @Test
  void aSignalToItAloneLeavesItsLog() throws Exception {
    start(HANGING);
    child.destroy();
    child.onExit().get(30, TimeUnit.SECONDS);
    try (Stream<Path> left = Files.walk(folder.resolve("temporary"))) {
      assertTrue(left.anyMatch(path -> path.getFileName().toString().equals("log")));
    }
  }
}
