import static java.nio.charset.StandardCharsets.UTF_8;
import static org.lwjgl.util.shaderc.Shaderc.*;

import assay.kernels.Format;
import assay.kernels.binding.PackedFiles;
import assay.kernels.binding.PrivateCache;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.util.shaderc.ShadercIncludeResolve;
import org.lwjgl.util.shaderc.ShadercIncludeResult;
import org.lwjgl.util.shaderc.ShadercIncludeResultRelease;

/**
 * Compiles kernels to SPIR-V when Assay is built: each source once for each combination of macros
 * that its line {@code ready: ASSAY_FORMAT=* ASSAY_TARGET=F32 F16} names. What one source made is
 * one archive; it is made again when anything that is read for it changed.
 *
 * <p>Run by Maven as a single file; arguments: folder of the archives, folder for what they
 * were made of, folders with sources.
 */
final class CompileSpirv {

  private static final Pattern READY = Pattern.compile("(?m)^/\\* ready:(.*) \\*/$");
  private static final List<String> FORMATS =
      Stream.of(Format.values()).map(Format::name).toList();

  /** As dialect_vulkan.h writes it: name, count, which buffer, numbers. */
  private static final Pattern TABLE =
      Pattern.compile("assay_table (\\w+) (\\d+) (\\d+)([^_]*)assay_table_end");

  private static final Pattern INCLUDE = Pattern.compile("(?m)^ *#include \"([\\w.]+)\"");

  /** What a module is compiled with, and its name in the archive. */
  private record Task(String name, Map<String, String> defines) {}

  private final Path target;
  private final Path seals;
  private final List<Path> folders;

  private CompileSpirv(Path target, Path seals, List<Path> folders) {
    this.target = target;
    this.seals = seals;
    this.folders = folders;
  }

  public static void main(String[] arguments) throws IOException {
    try {
      shaderc_compiler_release(shaderc_compiler_initialize());
    } catch (UnsatisfiedLinkError e) {
      System.out.println("SPIR-V: none, shaderc does not run here: " + e.getMessage());
      return;
    }
    Path target = Files.createDirectories(Path.of(arguments[0]));
    Path seals = Files.createDirectories(Path.of(arguments[1]));
    List<Path> folders = Stream.of(arguments).skip(2).map(Path::of).toList();
    new CompileSpirv(target, seals, folders).all();
  }

  private void all() throws IOException {
    long start = System.nanoTime();
    int made = 0;
    for (Path folder : folders) {
      for (Path source : list(folder)) {
        String name = source.getFileName().toString();
        if (name.endsWith(".kernel") || name.endsWith(".comp")) {
          made += compile(name);
        }
      }
    }
    if (made > 0) {
      System.out.printf("SPIR-V: %d modules, %.1f s%n", made, (System.nanoTime() - start) / 1e9);
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private int compile(String file) throws IOException {
    String name = file.substring(0, file.indexOf('.'));
    Map<String, String> all = new LinkedHashMap<>();
    collect(file, all);
    String hash = PrivateCache.hash((shaderc() + all).getBytes(UTF_8));
    Path archive = target.resolve(name + ".xz");
    Path seal = seals.resolve(name + ".hash");
    if (Files.exists(archive) && Files.exists(seal) && Files.readString(seal).equals(hash)) {
      return 0;
    }
    Map<String, byte[]> modules = new ConcurrentSkipListMap<>();
    tasks(name, all.get(file)).parallelStream()
        .forEach(task -> compile(file, all, task, modules));
    try (var out = Files.newOutputStream(archive)) {
      PackedFiles.write(out, modules);
    }
    Files.writeString(seal, hash);
    return modules.size();
  }

  private static String shaderc() {
    return org.lwjgl.Version.getVersion();
  }

  /** A source with all that it includes; what is nowhere a compiler misses where it comes to it. */
  private void collect(String file, Map<String, String> all) throws IOException {
    if (all.containsKey(file) || find(file) == null) {
      return;
    }
    all.put(file, text(file));
    for (MatchResult include : INCLUDE.matcher(all.get(file)).results().toList()) {
      collect(include.group(1), all);
    }
  }

  private Path find(String file) {
    return folders.stream()
        .map(folder -> folder.resolve(file))
        .filter(Files::exists)
        .findFirst()
        .orElse(null);
  }

  private String text(String file) throws IOException {
    return Files.readString(find(file));
  }

  /** Every combination of the values of each line. */
  private List<Task> tasks(String name, String source) {
    List<Task> tasks = new ArrayList<>();
    for (MatchResult line : READY.matcher(source).results().toList()) {
      List<Map<String, String>> combined = List.of(Map.of());
      String macro = null;
      Map<String, List<String>> values = new TreeMap<>();
      for (String word : line.group(1).strip().split(" +")) {
        int equals = word.indexOf('=');
        macro = equals < 0 ? macro : word.substring(0, equals);
        String value = word.substring(equals + 1);
        if (!value.isEmpty()) {
          values
              .computeIfAbsent(macro, any -> new ArrayList<>())
              .addAll(value.equals("*") ? FORMATS : List.of(value));
        }
      }
      for (Map.Entry<String, List<String>> one : values.entrySet()) {
        combined =
            combined.stream()
                .flatMap(before ->
                    one.getValue().stream().map(value -> with(before, one.getKey(), value)))
                .toList();
      }
      combined.forEach(defines -> tasks.add(new Task(named(name, defines), defines)));
    }
    if (tasks.isEmpty()) {
      throw new IllegalStateException(
          name + " has no line /* ready: ... */, which says what is made of it");
    }
    return tasks;
  }

  private static Map<String, String> with(Map<String, String> before, String macro, String value) {
    Map<String, String> more = new TreeMap<>(before);
    more.put(macro, value);
    return more;
  }

  /** As assay.kernels.compute.Module calls it. */
  private static String named(String source, Map<String, String> defines) {
    StringBuilder text = new StringBuilder(source);
    new TreeMap<>(defines).values().forEach(value -> text.append('.').append(value));
    return text.toString();
  }

  private static void compile(
      String file, Map<String, String> all, Task task, Map<String, byte[]> modules) {
    long compiler = shaderc_compiler_initialize();
    long options = shaderc_compile_options_initialize();
    shaderc_compile_options_set_target_env(
        options, shaderc_target_env_vulkan, shaderc_env_version_vulkan_1_2);
    shaderc_compile_options_set_optimization_level(options, shaderc_optimization_level_performance);
    shaderc_compile_options_set_warnings_as_errors(options);
    for (Map.Entry<String, String> define : task.defines().entrySet()) {
      shaderc_compile_options_add_macro_definition(options, define.getKey(), define.getValue());
    }
    try (var include =
            ShadercIncludeResolve.create(
                (data, wanted, type, from, depth) -> included(all, wanted));
        var release = ShadercIncludeResultRelease.create((data, result) -> release(result))) {
      shaderc_compile_options_set_include_callbacks(options, include, release, 0);
      // The language's version and what is asked of the compiler beside it.
      String source =
          "#version 450\n#extension GL_GOOGLE_include_directive : require\n"
              + "#extension GL_EXT_control_flow_attributes : require\n#line 1\n"
              + all.get(file);
      String plain = new String(compile(compiler, options, file, source, true), UTF_8);
      Matcher table = TABLE.matcher(plain);
      if (table.find()) {
        modules.put(task.name() + ".table", numbers(table.group(4)));
        plain =
            table.replaceFirst(
                "layout(std430, set = 0, binding = $3) readonly buffer Table_ { uint $1[$2]; };");
      }
      modules.put(task.name(), compile(compiler, options, file, plain, false));
    } catch (IllegalStateException e) {
      throw new IllegalStateException(task.name() + ": " + e.getMessage(), e);
    } finally {
      shaderc_compile_options_release(options);
      shaderc_compiler_release(compiler);
    }
  }

  private static byte[] numbers(String separated) {
    int[] words =
        Stream.of(separated.split(","))
            .mapToInt(number -> Integer.parseUnsignedInt(number.strip().replaceAll("0x|u", ""), 16))
            .toArray();
    ByteBuffer bytes =
        ByteBuffer.allocate(words.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asIntBuffer().put(words);
    return bytes.array();
  }

  private static byte[] compile(
      long compiler, long options, String file, String source, boolean preprocessOnly) {
    ByteBuffer text = MemoryUtil.memUTF8(source, false);
    ByteBuffer name = MemoryUtil.memUTF8(file);
    ByteBuffer entry = MemoryUtil.memUTF8("main");
    int kind = shaderc_compute_shader;
    long result =
        preprocessOnly
            ? shaderc_compile_into_preprocessed_text(compiler, text, kind, name, entry, options)
            : shaderc_compile_into_spv(compiler, text, kind, name, entry, options);
    MemoryUtil.memFree(text);
    MemoryUtil.memFree(name);
    MemoryUtil.memFree(entry);
    try {
      if (shaderc_result_get_compilation_status(result) != shaderc_compilation_status_success) {
        throw new IllegalStateException(shaderc_result_get_error_message(result));
      }
      ByteBuffer bytes = shaderc_result_get_bytes(result);
      byte[] content = new byte[bytes.remaining()];
      bytes.get(content);
      return content;
    } finally {
      shaderc_result_release(result);
    }
  }

  /** A result without a name is a file that is not there. */
  private static long included(Map<String, String> all, long wanted) {
    String name = MemoryUtil.memUTF8(wanted);
    String text = all.get(name);
    return ShadercIncludeResult.calloc()
        .source_name(MemoryUtil.memUTF8(text == null ? "" : name, false))
        .content(MemoryUtil.memUTF8(text == null ? name + " is not there" : text, false))
        .address();
  }

  private static void release(long address) {
    ShadercIncludeResult result = ShadercIncludeResult.create(address);
    MemoryUtil.memFree(result.source_name());
    MemoryUtil.memFree(result.content());
    result.free();
  }
}
