package assay.kernels.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import assay.kernels.Availability;
import assay.kernels.Backend;
import assay.kernels.Spec;
import assay.kernels.Support;
import assay.kernels.peers.SmallLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plug-ins that cannot be used: each is one sentence, and this process goes on. */
class BadPluginTest {

  private static final String INCLUDE = "-I" + ExamplePlugin.INCLUDE;

  /** Every required function, each of which answers OK. */
  private static final String TABLE =
      """
      #include "assay_plugin.h"
      #include <stdio.h>
      #include <stdlib.h>
      #include <string.h>
      #include <unistd.h>
      static void last_error(char *text, uint64_t bytes) { if (bytes) text[0] = 0; }
      #ifndef PROBE
      #define PROBE answer->device_count = 1; return ASSAY_OK;
      #endif
      #ifndef DEVICE
      #define DEVICE answer->type = ASSAY_DEVICE_GPU; answer->memory_bytes = 1 << 20; \\
        answer->free_bytes = 1 << 20; strcpy(answer->name, "nothing"); return ASSAY_OK;
      #endif
      #ifndef QUERY
      #define QUERY answer->level = 2; return ASSAY_OK;
      #endif
      static assay_status probe(assay_probe *answer) { PROBE }
      static assay_status device(uint32_t i, assay_device *answer) { DEVICE }
      static assay_status query(uint32_t i, const assay_spec *s, const assay_settings *t,
          assay_support *answer) { QUERY }
      static assay_status open_it(uint32_t i, assay_session **s) {
        *s = (assay_session *)8; return ASSAY_OK; }
      static void close_it(assay_session *s) {}
      static assay_status prepare(assay_session *s, const assay_spec *p, const assay_settings *t,
          assay_kernel **k) { *k = (assay_kernel *)8; return ASSAY_OK; }
      static assay_status describe(assay_kernel *k, assay_execution *answer) { return ASSAY_OK; }
      static assay_status upload(assay_kernel *k, uint32_t slot, const void *d, uint64_t n) {
        return ASSAY_OK; }
      static assay_status run(assay_kernel *k, uint64_t timeout) { return ASSAY_OK; }
      static assay_status read_it(assay_kernel *k, uint32_t slot, void *d, uint64_t n) {
        return ASSAY_OK; }
      static void release(assay_kernel *k) {}
      static assay_plugin table = {
        .struct_size = sizeof(assay_plugin), .abi = ASSAY_PLUGIN_ABI, .name = "small",
        .description = "nothing", .version = "0", .build_id = "0", .last_error = last_error,
        .probe = probe, .device = device, .query = query, .open = open_it, .close = close_it,
        .prepare = prepare, .describe = describe, .upload = upload, .run = run, .read = read_it,
        .release = release };
      """;

  private static final String GET =
      "const assay_plugin *assay_plugin_get(uint32_t abi) { %s return &table; }\n";

  @TempDir Path folder;

  /**
   * @param change statements before the table is returned
   * @param more of the compiler's arguments
   */
  private Path compile(String name, String change, String... more) throws Exception {
    var arguments = new ArrayList<>(List.of(INCLUDE));
    arguments.addAll(List.of(more));
    return SmallLibrary.compile(
        folder.resolve(name), TABLE + GET.formatted(change), arguments.toArray(String[]::new));
  }

  private static Backend backend(Path library) {
    return new PluginBackend(new PluginFile(library.toString(), false));
  }

  private static String reason(Backend backend) {
    var gone = assertInstanceOf(Availability.Unavailable.class, backend.availability());
    assertEquals(List.of(), backend.devices());
    assertEquals(1, gone.reason().lines().count(), gone.reason());
    return gone.reason();
  }

  private static void assertSays(String expected, String reason) {
    assertTrue(reason.contains(expected), reason);
  }

  @Test
  void oneThatIsAsItShouldBeIsAvailable() throws Exception {
    Backend good = backend(compile("libgood.so", ""));
    assertEquals(Availability.available(), good.availability());
    assertEquals("small", good.id());
    assertEquals(List.of("small0"), good.devices().stream().map(one -> one.id()).toList());
  }

  @Test
  void anotherAbi() throws Exception {
    Backend other = backend(compile("libother.so", "table.abi = 7;"));
    assertSays("speaks plug-in ABI 7 and this Assay 1", reason(other));
    assertEquals("other", other.id());
  }

  @Test
  void noTableForThisAbi() throws Exception {
    assertSays("does not speak plug-in ABI 1", reason(backend(compile("libn.so", "return 0;"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "8", "192", "0xffffffff"})
  void wrongStructSize(String size) throws Exception {
    Path library = compile("libsize.so", "table.struct_size = %s;".formatted(size));
    assertSays("which in ABI 1 are at least 200", reason(backend(library)));
  }

  @Test
  void missingFunction() throws Exception {
    Path library = compile("libfunction.so", "table.run = 0;");
    assertSays("has no run in its table", reason(backend(library)));
  }

  @Test
  void missingSymbol() throws Exception {
    Path library = SmallLibrary.compile(folder.resolve("libnone.so"), "int nothing;");
    assertSays("libnone.so has no assay_plugin_get", reason(backend(library)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Vector", "two words", "../up"})
  void nameThatIsNone(String name) throws Exception {
    Path library = compile("libname.so", "table.name = \"%s\";".formatted(name));
    assertSays("calls itself \"%s\"".formatted(name), reason(backend(library)));
  }

  @Test
  void anotherArchitecture() throws Exception {
    Path gcc = Path.of("/usr/bin/aarch64-linux-gnu-gcc");
    assumeTrue(Files.isExecutable(gcc), gcc + " is not installed");
    assumeTrue(System.getProperty("os.arch").equals("amd64"), "this is not an x86-64");
    Path source = Files.writeString(folder.resolve("arm.c"), "int nothing;");
    Path library = folder.resolve("libarm.so");
    var command = List.of(gcc.toString(), "-shared", "-o", library.toString(), source.toString());
    assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
    assertSays("is for another processor (ELF machine 183", reason(backend(library)));
  }

  @Test
  void folderThatEverybodyCanWriteTo() throws Exception {
    Path library = compile("libopen.so", "");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertSays("can be written to by everybody", reason(backend(library)));
  }

  @Test
  void noFileAndNoLibrary() throws IOException {
    assertSays("is not a file", reason(backend(folder.resolve("absent.so"))));
    Path text = Files.writeString(folder.resolve("libtext.so"), "not a library");
    assertSays("is not a shared library", reason(backend(text)));
    assertSays("is not a full path", reason(backend(Path.of("libtext.so"))));
  }

  @Test
  void deviceWithoutMemory() throws Exception {
    Path library = compile("libempty.so", "", "-DDEVICE=return ASSAY_OK;");
    assertSays("reports 0 bytes of memory", reason(backend(library)));
  }

  @Test
  void deviceWithMoreMemoryThanThereIs() throws Exception {
    String device = "-DDEVICE=answer->memory_bytes = ~0ull; return ASSAY_OK;";
    Path library = compile("libvast.so", "", device);
    assertSays("reports 18446744073709551615 bytes of memory", reason(backend(library)));
  }

  @Test
  void noDevices() throws Exception {
    Path library =
        compile("libno.so", "", "-DPROBE=strcpy(answer->reason, \"no driver\"); return ASSAY_OK;");
    assertSays("has no devices: no driver", reason(backend(library)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"abort();", "*(volatile int *)8 = 1; return 0;", "_exit(3);"})
  void crashInProbe(String how) throws Exception {
    Path library = compile("libcrash.so", "", "-DPROBE=" + how);
    String reason = reason(backend(library));
    String signal =
        how.startsWith("abort") ? "SIGABRT" : how.startsWith("_exit") ? "exit code 3" : "SIGSEGV";
    assertSays("ended while probe: " + signal, reason);
    Path log = Path.of(reason.replaceFirst(".*log: ", ""));
    assertTrue(Files.exists(log), reason);
    assertFalse(Files.exists(log.resolveSibling("data")), "what may be as large as a tensor");
  }

  @Test
  void whoDiesOfAQuestionIsNotAskedItAgain() throws Exception {
    Path count = folder.resolve("count");
    String probe =
        "FILE *f = fopen(\"%s\", \"a\"); fputc(1, f); fclose(f); abort();".formatted(count);
    Backend backend = backend(compile("libcrash.so", "", "-DPROBE=" + probe));
    reason(backend);
    assertEquals("small", backend.id());
    assertEquals("plug-in " + folder.resolve("libcrash.so"), backend.description());
    assertEquals(1, Files.size(count));
  }

  @Test
  void whoDiesOfManyQuestionsIsAskedNoMore() throws Exception {
    Backend backend = backend(compile("libshy.so", "", "-DQUERY=abort();"));
    var device = backend.devices().getFirst();
    var spec = Spec.parse("dequant:f32*f32:m1,k1");
    for (int i = 0; i < 4; i++) {
      assertTrue(backend.availability().isAvailable(), "after " + i);
      assertSays("while query", ((Support.No) backend.supports(spec, device)).reason());
    }
    assertSays("4 questions ended its process", reason(backend));
    assertSays("4 questions", ((Support.No) backend.supports(spec, device)).reason());
  }

  @Test
  void lastOutputOfALongLogIsQuoted() throws Exception {
    String probe = "for (int i = 0; i < 100000; i++) puts(\"noise\"); puts(\"the end\");";
    String more = " puts(\"[0.9s][warning][os] of the JVM\"); fflush(stdout); abort();";
    Backend backend = backend(compile("libloud.so", "", "-DPROBE=" + probe + more));
    assertSays("last output: the end; log", reason(backend));
  }

  @ParameterizedTest
  @ValueSource(strings = {"257", "2000000000", "0xffffffff"})
  void moreDevicesThanThereCanBe(String count) throws Exception {
    String probe = "-DPROBE=answer->device_count = %s; return ASSAY_OK;".formatted(count);
    assertSays("of which 256 are the most", reason(backend(compile("libmany.so", "", probe))));
  }

  @Test
  void textWithoutAnEnd() throws Exception {
    String change =
        """
        static char text[5000];
        memset(text, 0xff, sizeof text);
        table.description = table.version = table.build_id = text;
        """
            .replace("\n", " ");
    Backend backend = backend(compile("libendless.so", change));
    assertEquals(Availability.available(), backend.availability());
    assertTrue(backend.description().length() <= 255, backend.description());
  }

  @Test
  void textThatSteersATerminal() throws Exception {
    String text = "a\\033[31mb\\302\\233c\\342\\200\\256d\\nfake line";
    Backend backend = backend(compile("libred.so", "table.description = \"%s\";".formatted(text)));
    assertEquals("a [31mb c d fake line", backend.description());
  }

  @Test
  void addressThatIsNoneIsNotUsed() throws Exception {
    String device =
        "-DDEVICE=answer->type = 2; answer->memory_bytes = answer->free_bytes = 1 << 20;"
            + " memcpy(answer->pci_address, \"../../../../etc/\", 16); return ASSAY_OK;";
    Backend backend = backend(compile("libpath.so", "", device));
    assertEquals("", backend.devices().getFirst().memory().orElseThrow().pciAddress());
  }

  @Test
  void workingDirectoryHoldsNothingOfOurs() throws Exception {
    Path library =
        compile("libwhere.so", "", "-DPROBE=getcwd(answer->reason, 256); return ASSAY_OK;");
    String where = reason(backend(library)).replaceFirst(".*: ", "");
    assertTrue(Path.of(where).getFileName().toString().startsWith("assay-plugin"), where);
  }

  @Test
  void oneThatChangesMeanwhile() throws Exception {
    Path library = folder.resolve("libnew.so");
    String change = "FILE *f = fopen(\"%s\", \"a\"); fputc(1, f); fclose(f);".formatted(library);
    compile("libnew.so", change);
    assertSays("libnew.so changed while it was loaded", reason(backend(library)));
  }

  @Test
  void crashWhenLoaded() throws Exception {
    String source = "#include <stdlib.h>\n__attribute__((constructor)) void up() { abort(); }\n";
    Path library = SmallLibrary.compile(folder.resolve("libconstructor.so"), source);
    assertSays("ended while being loaded: SIGABRT", reason(backend(library)));
  }

  @Test
  void structOfAnotherHeader() throws Exception {
    Path library =
        compile("libover.so", "", "-DPROBE=((char *)answer)[sizeof *answer] = 1; return 0;");
    assertSays("was it built against another assay_plugin.h?", reason(backend(library)));
  }

  @Test
  void twoOfOneName() throws Exception {
    Path first = compile("libone.so", "");
    Path second = compile("libtwo.so", "");
    List<Backend> both =
        PluginBackend.scouts(
            List.of(
                new PluginFile(first.toString(), false), new PluginFile(second.toString(), false)),
            Set.of("vector"));
    assertEquals(List.of("small", "two"), both.stream().map(Backend::id).toList());
    assertTrue(both.getFirst().availability().isAvailable());
    assertSays("is called small, as is " + first, reason(both.getLast()));
  }

  @Test
  void unusableFilesOfOneName() throws IOException {
    Path text = Files.writeString(folder.resolve("vector.so"), "not a library");
    var file = new PluginFile(text.toString(), false);
    List<Backend> both = PluginBackend.scouts(List.of(file, file), Set.of("vector"));
    assertEquals(List.of("vector-2", "vector-3"), both.stream().map(Backend::id).toList());
    both.forEach(one -> assertSays("is not a shared library", reason(one)));
  }

  @Test
  void nameOfABackend() throws Exception {
    Path library = compile("libvector.so", "table.name = \"vector\";");
    Backend backend =
        PluginBackend.scouts(List.of(new PluginFile(library.toString(), false)), Set.of("vector"))
            .getFirst();
    assertEquals("vector-2", backend.id());
    assertSays("is called vector, as is a backend of Assay", reason(backend));
  }
}
