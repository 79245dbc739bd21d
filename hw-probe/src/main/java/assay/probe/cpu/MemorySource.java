package assay.probe.cpu;

import assay.probe.Machine.Memory;
import assay.probe.Reading;
import assay.probe.Root;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Main memory: size, what is free to use, and how pages are handed out. */
public final class MemorySource {

  private static final Pattern CHOSEN = Pattern.compile("\\[(\\w+)]");

  private final Root root;

  public MemorySource(Root root) {
    this.root = root;
  }

  public Memory read() {
    return new Memory(
        meminfo("MemTotal"),
        meminfo("MemAvailable"),
        meminfo("SwapTotal"),
        new Cgroup(root).memoryLimit(),
        root.word("/sys/kernel/mm/transparent_hugepage/enabled")
            .flatMap((text, unit, source) -> chosen(text, source)));
  }

  private Reading<Long> meminfo(String key) {
    return root.text("/proc/meminfo")
        .flatMap((text, unit, source) -> MemInfo.bytes(text, key, source));
  }

  /** "always [madvise] never". */
  private static Reading<String> chosen(String text, String source) {
    Matcher matcher = CHOSEN.matcher(text);
    return matcher.find()
        ? Reading.of(matcher.group(1), "", source)
        : Reading.unreadable(source + " marks no choice with brackets");
  }
}
