package assay.bench.fork;

import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.runner.CompilerHints;

/** Flags of forked JVMs; those of measuring ones go into the run record. */
public final class JvmFlags {

  private JvmFlags() {}

  /** What any backend needs, and no image of memory when one crashes. */
  private static final List<String> REACH =
      List.of(
          "--add-modules=jdk.incubator.vector",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-XX:-CreateCoredumpOnCrash",
          "-Djava.awt.headless=true");

  public static List<String> measuring() {
    List<String> flags = new ArrayList<>(REACH);
    // Kernels allocate nothing, so a collector whose threads sleep until it is called for leaves
    // the cores alone; G1's concurrent threads would not.
    flags.add("-XX:+UseParallelGC");
    // JMH's lock file is for people who start two JMH at once; Assay's forks are started one after
    // another.
    flags.add("-Djmh.ignoreLock=true");
    return List.copyOf(flags);
  }

  /**
   * For hours of the same: what sensors and slices leave behind is collected while it is small, so
   * that memory is flat from the first minutes on and not when a heap made for preparing is full.
   */
  public static List<String> sustained() {
    List<String> flags = new ArrayList<>(measuring());
    flags.add("-Xmn32m");
    return List.copyOf(flags);
  }

  /** For a child that only loads libraries: it ends before an optimizing compiler pays. */
  public static List<String> loading() {
    List<String> flags = new ArrayList<>(REACH);
    flags.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    return List.copyOf(flags);
  }

  /** What JMH gives to its own forks: do not inline the measured method into the timed loop. */
  static List<String> compilerHints() {
    List<String> flags = new ArrayList<>();
    CompilerHints.addCompilerHints(flags);
    return flags;
  }
}
