package assay.kernels.opencl;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import assay.kernels.KernelUnavailableException;
import assay.kernels.binding.CodeCache;
import assay.kernels.compute.Module;
import assay.kernels.device.DriverException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Makes programs of sources by the driver's compiler, or of what it made before. */
record Compiler(OpenCl cl, DeviceFacts facts, long context, CodeCache cache) {

  private static final int LINES_OF_LOG = 6;

  /**
   * @throws KernelUnavailableException with the beginning of the compiler's log
   */
  OpenClFunction function(Module module) {
    String source = Sources.of(module.source());
    String options = options(module, source);
    String key =
        String.join(
            "\0", source, options, facts.platform(), facts.name(), facts.versions().toString());
    Optional<Long> kept = cache.find(key).flatMap(code -> loaded(code, options));
    if (kept.isPresent()) {
      return function(module, kept.get(), "");
    }
    long program = compiled(module, source, options);
    String note = cache.keep(key, binary(program)).map(" (not kept: %s)"::formatted).orElse("");
    return function(module, program, note);
  }

  private OpenClFunction function(Module module, long program, String note) {
    String origin = "compiled by %s %s".formatted(facts.platform(), facts.versions().getFirst());
    return new OpenClFunction(module, origin + note, details(module, program), program);
  }

  private String options(Module module, String source) {
    List<String> options = new ArrayList<>(List.of("-cl-std=CL" + language(source)));
    new TreeMap<>(module.defines())
        .forEach((name, value) -> options.add("-D" + name + "=" + value));
    options.add("-DASSAY_GROUP=" + module.group());
    for (int i = 0; i < module.constants().size(); i++) {
      options.add("-DASSAY_CONSTANT_%d=%d".formatted(i + 1, module.constants().get(i)));
    }
    return String.join(" ", options);
  }

  /** Subgroups and products of bytes are words of newer languages, where a device has these. */
  private String language(String source) {
    boolean usesMore = source.contains("#define SUBGROUPS") || source.contains("#define DOT4");
    return usesMore && facts.speaks(3) ? "3.0" : usesMore && facts.speaks(2) ? "2.0" : "1.2";
  }

  private long compiled(Module module, String source, String options) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocateFrom(source);
      MemorySegment texts = arena.allocateFrom(ADDRESS, text);
      long program = cl.make(Call.PROGRAM, context, 1, texts, MemorySegment.NULL);
      int status = build(program, options, arena);
      if (status == 0) {
        return program;
      }
      String log = log(program);
      cl.call(Call.RELEASE_PROGRAM, program);
      throw new KernelUnavailableException(
          "opencl",
          "%s does not compile for %s: %s: %s"
              .formatted(module.text(), facts.id(), Status.text(status), log));
    }
  }

  private int build(long program, String options, Arena arena) {
    return cl.status(
        Call.BUILD,
        program,
        1,
        arena.allocateFrom(JAVA_LONG, facts.handle()),
        arena.allocateFrom(options),
        MemorySegment.NULL,
        MemorySegment.NULL);
  }

  private String log(long program) {
    try {
      return cl.text(Call.BUILD_INFO, program, facts.handle(), Info.BUILD_LOG)
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .limit(LINES_OF_LOG)
          .collect(Collectors.joining(" | "));
    } catch (DriverException e) {
      return "no log";
    }
  }

  /** Of what a driver does not take any more nothing is said: it is compiled again. */
  private Optional<Long> loaded(byte[] code, String options) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment binary = arena.allocateFrom(JAVA_BYTE, code);
      long program =
          cl.make(
              Call.PROGRAM_OF_BINARY,
              context,
              1,
              arena.allocateFrom(JAVA_LONG, facts.handle()),
              arena.allocateFrom(JAVA_LONG, code.length),
              arena.allocateFrom(ADDRESS, binary),
              arena.allocate(JAVA_INT));
      if (build(program, options, arena) == 0) {
        return Optional.of(program);
      }
      cl.call(Call.RELEASE_PROGRAM, program);
      return Optional.empty();
    } catch (DriverException e) {
      return Optional.empty();
    }
  }

  private byte[] binary(long program) {
    long bytes = cl.number(Call.PROGRAM_INFO, program, Info.PROGRAM_BINARY_SIZES);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment binary = arena.allocate(Math.max(1, bytes));
      cl.call(
          Call.PROGRAM_INFO,
          program,
          Info.PROGRAM_BINARIES,
          ADDRESS.byteSize(),
          arena.allocateFrom(ADDRESS, binary),
          MemorySegment.NULL);
      return binary.asSlice(0, bytes).toArray(JAVA_BYTE);
    }
  }

  private Map<String, String> details(Module module, long program) {
    Map<String, String> details = new TreeMap<>();
    try (Arena arena = Arena.ofConfined()) {
      long kernel = cl.make(Call.KERNEL, program, arena.allocateFrom(module.source()));
      try {
        tell(details, "local", kernel, Info.KERNEL_LOCAL_BYTES);
        tell(details, "private", kernel, Info.KERNEL_PRIVATE_BYTES);
        tell(details, "multiple", kernel, Info.KERNEL_PREFERRED_MULTIPLE);
      } finally {
        cl.call(Call.RELEASE_KERNEL, kernel);
      }
    }
    details.put("group", String.valueOf(module.group()));
    return details;
  }

  private void tell(Map<String, String> details, String name, long kernel, int what) {
    try {
      long value = cl.number(Call.KERNEL_INFO, kernel, facts.handle(), what);
      details.put(name, String.valueOf(value));
    } catch (DriverException e) {
      // Not every driver tells.
    }
  }
}
