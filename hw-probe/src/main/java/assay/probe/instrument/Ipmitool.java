package assay.probe.instrument;

import assay.probe.Numbers;
import assay.probe.Reading;
import assay.probe.Texts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code ipmitool dcmi power reading}, of this machine's controller or another's. */
final class Ipmitool {

  static final String USER = "ASSAY_IPMI_USER";

  private static final int MOST_BYTES = 1 << 16;

  private final Path tool;
  private final List<String> arguments;
  private final int patienceMillis;

  private Ipmitool(Path tool, List<String> arguments, int patienceMillis) {
    this.tool = tool;
    this.arguments = arguments;
    this.patienceMillis = patienceMillis;
  }

  /**
   * @param host "" for this machine's own controller
   * @throws IllegalArgumentException for what is no host
   */
  static Reading<Ipmitool> on(String host, Map<String, String> environment, int patienceMillis) {
    if (!host.matches("([A-Za-z0-9][A-Za-z0-9.:_-]{0,254})?")) {
      throw new IllegalArgumentException(
          "ipmi: needs nothing or a host behind it, as in ipmi:192.168.0.7");
    }
    Optional<Path> tool = Programs.find("ipmitool", environment);
    if (tool.isEmpty()) {
      return Reading.absent("no ipmitool in the folders of PATH; install it, as package ipmitool");
    }
    List<String> arguments = new ArrayList<>();
    if (!host.isEmpty()) {
      // By -E it reads the password from IPMI_PASSWORD: a command line can be read by others.
      arguments.addAll(List.of("-I", "lanplus", "-H", host, "-E"));
      String user = environment.getOrDefault(USER, "");
      arguments.addAll(user.isEmpty() ? List.of() : List.of("-U", user));
    }
    arguments.addAll(List.of("dcmi", "power", "reading"));
    return Reading.of(new Ipmitool(tool.get(), arguments, patienceMillis), "", "PATH");
  }

  /** Waits for the tool, for so long and no longer. */
  Reading<DcmiText> ask() {
    try {
      Process process = Programs.startWithErrors(tool, arguments);
      try {
        // One that writes more than a pipe holds never ends by itself.
        return Limited.call("the answer of ipmitool", patienceMillis, () -> answer(process));
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (IOException e) {
      return Reading.unreadable("%s: %s".formatted(tool, e.getMessage()));
    }
  }

  private static Reading<DcmiText> answer(Process process)
      throws IOException, InterruptedException {
    try (InputStream in = process.getInputStream()) {
      String text = Texts.clean(in.readNBytes(MOST_BYTES));
      int code = process.waitFor();
      return code == 0
          ? DcmiText.parse(text)
          : Reading.unsupported(
              "ipmitool ended with exit code %d and %s; it needs root, or a host with %s and"
                      .formatted(code, Numbers.quote(text.strip()), USER)
                  + " IPMI_PASSWORD");
    }
  }
}
