package assay.probe.instrument;

import assay.probe.Reading;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.EpochClock;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Scope;
import assay.probe.telemetry.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** How each kind of instrument is opened from its text. */
final class Kinds {

  /** A controller that is asked more often answers with the same value, or not at all. */
  private static final double CONTROLLER_SECONDS = 1;

  private static final int MOST_BYTES = 1 << 16;
  private static final int PROGRAM_SECONDS = 10;

  private Kinds() {}

  static Reading<List<Source>> scpi(MeterSpec spec) {
    spec.allow("profile");
    String host = spec.address();
    int port = TcpLink.USUAL_PORT;
    int colon = spec.address().lastIndexOf(':');
    if (colon >= 0 && !spec.address().endsWith("]")) {
      host = spec.address().substring(0, colon);
      port = port(spec.address().substring(colon + 1));
    }
    require(!host.isEmpty(), "scpi: needs a host, as in scpi:192.168.0.7");
    String to = host;
    int at = port;
    return ScpiMeter.open("scpi:%s:%d".formatted(host, port), () -> TcpLink.open(to, at), spec);
  }

  private static int port(String text) {
    boolean good = text.matches("\\d{1,5}");
    int port = good ? Integer.parseInt(text) : 0;
    require(port >= 1 && port <= 65535, "\"%s\" is no port; there are 1 to 65535".formatted(text));
    return port;
  }

  static Reading<List<Source>> usbtmc(MeterSpec spec) {
    spec.allow("profile");
    Path device = absolute(spec, "usbtmc:/dev/usbtmc0");
    return ScpiMeter.open(spec.text(), () -> UsbtmcLink.open(device), spec);
  }

  static Reading<List<Source>> redfish(MeterSpec spec) {
    spec.allow("cert");
    try {
      Redfish controller = Redfish.at(spec.address(), spec.option("cert", ""), System.getenv());
      return PolledMeter.open(
          channel(spec, Scope.MACHINE).updatedEvery(CONTROLLER_SECONDS, "estimate: it tells none"),
          controller::watts,
          CONTROLLER_SECONDS);
    } catch (IOException e) {
      return Reading.unreadable("%s: %s".formatted(spec.text(), e.getMessage()));
    }
  }

  static Reading<List<Source>> ipmi(MeterSpec spec) {
    spec.allow();
    Optional<Path> tool = Programs.find("ipmitool", System.getenv());
    if (tool.isEmpty()) {
      return Reading.absent("no ipmitool in the folders of PATH; install it, as package ipmitool");
    }
    // The password comes by IPMI_PASSWORD, which -E makes it read: a command line can be read.
    List<String> arguments =
        spec.address().isEmpty()
            ? List.of("dcmi", "power", "reading")
            : List.of("-I", "lanplus", "-H", spec.address(), "-E", "dcmi", "power", "reading");
    Channel channel = channel(spec, Scope.MACHINE);
    Reading<DcmiText> first = dcmi(tool.get(), arguments);
    Channel known =
        first
            .flatMap((text, unit, source) -> text.samplingSeconds())
            .asOptional()
            .map(seconds -> channel.updatedEvery(seconds, "the controller's sampling period"))
            .orElse(channel);
    return first.isPresent()
        ? PolledMeter.open(
            known, () -> dcmi(tool.get(), arguments).map(DcmiText::watts), CONTROLLER_SECONDS)
        : first.map(never -> List.of());
  }

  private static Reading<DcmiText> dcmi(Path tool, List<String> arguments) {
    try {
      Process process = Programs.start(tool, arguments);
      try {
        byte[] said = process.getInputStream().readNBytes(MOST_BYTES);
        if (!process.waitFor(PROGRAM_SECONDS, TimeUnit.SECONDS)) {
          return Reading.unreadable("ipmitool did not end within %d s".formatted(PROGRAM_SECONDS));
        }
        String text = new String(said, StandardCharsets.UTF_8);
        return process.exitValue() == 0
            ? DcmiText.parse(text)
            : Reading.unsupported(
                "ipmitool ended with exit code %d; it needs root, or a host and IPMI_PASSWORD"
                    .formatted(process.exitValue()));
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      return Reading.unreadable("ipmitool cannot be started: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Reading.unreadable("interrupted while waiting for ipmitool");
    }
  }

  static Reading<List<Source>> command(MeterSpec spec) {
    spec.allow();
    String[] words = spec.address().strip().split("\\s+");
    Optional<Path> program = Programs.find(words[0], System.getenv());
    if (program.isEmpty()) {
      return Reading.absent(
          "%s: no program %s; give its whole path, or one in a folder of PATH"
              .formatted(spec.text(), words[0]));
    }
    try {
      List<String> arguments = Arrays.asList(words).subList(1, words.length);
      Process process = Programs.start(program.get(), arguments);
      return TextMeter.open(
          channel(spec, Scope.WALL),
          new Streams.OfProgram(process),
          new PlainLines(new EpochClock()));
    } catch (IOException e) {
      return Reading.unreadable("%s: %s".formatted(spec.text(), e.getMessage()));
    }
  }

  static Reading<List<Source>> serial(MeterSpec spec) {
    spec.allow();
    return file(spec, absolute(spec, "serial:/dev/ttyUSB0"), new PlainLines(new EpochClock()));
  }

  static Reading<List<Source>> mlperf(MeterSpec spec) {
    spec.allow("zone", "offset");
    Path log = absolute(spec, "mlperf:/logs/spl.txt");
    String offset = spec.option("offset", "0");
    require(
        offset.matches("-?\\d{1,6}(\\.\\d{1,6})?"),
        "offset=%s is no number of seconds".formatted(offset));
    try {
      ZoneId zone = ZoneId.of(spec.option("zone", ZoneId.systemDefault().getId()));
      return file(spec, log, new MlperfLines(new EpochClock(), zone, Double.parseDouble(offset)));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "zone=%s is no time zone, such as UTC or Europe/Berlin"
              .formatted(spec.option("zone", "")),
          e);
    }
  }

  private static Reading<List<Source>> file(MeterSpec spec, Path file, TextMeter.Format format) {
    try {
      return TextMeter.open(channel(spec, Scope.WALL), Streams.OfFile.open(file), format);
    } catch (java.nio.file.NoSuchFileException e) {
      return Reading.absent("no " + file);
    } catch (java.nio.file.AccessDeniedException e) {
      return Reading.denied("%s may not be read by this user".formatted(file));
    } catch (IOException e) {
      return Reading.unreadable("%s: %s".formatted(spec.text(), e.getMessage()));
    }
  }

  private static Path absolute(MeterSpec spec, String example) {
    require(
        spec.address().startsWith("/") && !spec.address().contains("\0"),
        "%s: needs a path from the root, as in %s".formatted(spec.kind(), example));
    return Path.of(spec.address());
  }

  private static Channel channel(MeterSpec spec, Scope usual) {
    return Channel.of(
        "meter/" + spec.kind() + ":" + spec.address(),
        spec.address(),
        Measure.POWER,
        spec.scope(usual),
        spec.part(),
        spec.kind() + ":" + spec.address());
  }

  private static void require(boolean fine, String otherwise) {
    if (!fine) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
