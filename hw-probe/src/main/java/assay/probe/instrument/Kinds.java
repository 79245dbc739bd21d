package assay.probe.instrument;

import assay.probe.Reading;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.EpochClock;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Scope;
import assay.probe.telemetry.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How each kind of instrument is opened from its text. */
final class Kinds {

  /** A controller that is asked more often answers with the same value, or not at all. */
  private static final double CONTROLLER_SECONDS = 1;

  private static final String HOW_OFTEN = "estimate: how often it is asked; it tells none";

  private static final int PROGRAM_MILLIS = 10_000;

  private Kinds() {}

  static Reading<List<Source>> scpi(MeterSpec spec) {
    spec.allow("profile", "channel");
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
    spec.allow("profile", "channel");
    Path device = absolute(spec, "usbtmc:/dev/usbtmc0");
    return ScpiMeter.open(spec.text(), () -> UsbtmcLink.open(device), spec);
  }

  static Reading<List<Source>> redfish(MeterSpec spec) {
    spec.allow("cert", "login");
    Channel channel = channel(spec, Scope.MACHINE);
    try {
      Redfish controller =
          Redfish.at(
              spec.address(), spec.option("cert", ""), spec.option("login", ""), System.getenv());
      Reading<RedfishJson> first = controller.ask();
      Measure measure = first.asOptional().map(RedfishJson::measure).orElse(Measure.POWER);
      Channel known =
          measure == Measure.ENERGY
              ? Channel.of(
                  channel.id(), "", measure, channel.scope(), channel.part(), channel.source())
              : channel.updatedEvery(CONTROLLER_SECONDS, HOW_OFTEN);
      return first.isPresent()
          ? PolledMeter.open(known, () -> controller.ask(measure), CONTROLLER_SECONDS)
          : first.map(never -> List.of());
    } catch (IOException e) {
      return Reading.unreadable("%s: %s".formatted(spec.text(), e.getMessage()));
    }
  }

  static Reading<List<Source>> ipmi(MeterSpec spec) {
    return ipmi(spec, System.getenv(), PROGRAM_MILLIS);
  }

  static Reading<List<Source>> ipmi(
      MeterSpec spec, Map<String, String> environment, int patienceMillis) {
    spec.allow();
    Channel channel = channel(spec, Scope.MACHINE).updatedEvery(CONTROLLER_SECONDS, HOW_OFTEN);
    return Ipmitool.on(spec.address(), environment, patienceMillis)
        .flatMap((tool, unit, source) ->
            PolledMeter.open(channel, () -> tool.ask().map(DcmiText::watts), CONTROLLER_SECONDS));
  }

  static Reading<List<Source>> command(MeterSpec spec) {
    spec.allow("offset");
    PlainLines format = new PlainLines(stamps(spec));
    Channel channel = channel(spec, Scope.WALL);
    String[] words = spec.address().strip().split("\\s+");
    require(!words[0].isEmpty(), "command: needs a program, as in command:/opt/meter/read -w");
    Optional<Path> program = Programs.find(words[0], System.getenv());
    if (program.isEmpty()) {
      return Reading.absent(
          "%s: no program %s; give its whole path, or one in a folder of PATH"
              .formatted(spec.text(), words[0]));
    }
    try {
      List<String> arguments = Arrays.asList(words).subList(1, words.length);
      return TextMeter.open(channel, new Streams.OfProgram(program.get(), arguments), format);
    } catch (IOException e) {
      return Reading.unreadable("%s: %s".formatted(spec.text(), e.getMessage()));
    }
  }

  static Reading<List<Source>> powermetrics(MeterSpec spec) {
    return powermetrics(spec, System.getenv());
  }

  /** Of the processor, its GPU and neural engine together, a mean of each second. */
  static Reading<List<Source>> powermetrics(MeterSpec spec, Map<String, String> environment) {
    spec.allow();
    require(spec.address().isEmpty(), "powermetrics: needs nothing behind it");
    Optional<Path> program = Programs.find("powermetrics", environment);
    if (program.isEmpty()) {
      return Reading.absent("no powermetrics in the folders of PATH; it comes with macOS");
    }
    String asked = "powermetrics -i 1000";
    Channel channel = channel(spec, Scope.PACKAGE).updatedEvery(1, asked).averagedOver(1, asked);
    try {
      return TextMeter.open(
          channel,
          new Streams.OfProgram(
              program.get(), List.of("--samplers", "cpu_power,gpu_power", "-i", "1000")),
          new PowerMetricsLines());
    } catch (IOException e) {
      return Reading.unreadable("%s: %s".formatted(spec.text(), e.getMessage()));
    }
  }

  /** Of a file, what was in it before is of before, and mostly without a time. */
  static Reading<List<Source>> serial(MeterSpec spec) {
    spec.allow("offset");
    Path device = absolute(spec, "serial:/dev/ttyUSB0");
    return file(spec, device, true, new PlainLines(stamps(spec)));
  }

  static Reading<List<Source>> mlperf(MeterSpec spec) {
    spec.allow("zone", "offset");
    Path log = absolute(spec, "mlperf:/logs/spl.txt");
    Stamps stamps = stamps(spec);
    try {
      ZoneId zone = ZoneId.of(spec.option("zone", ZoneId.systemDefault().getId()));
      return file(spec, log, false, new MlperfLines(stamps, zone));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "zone=%s is no time zone, such as UTC or Europe/Berlin"
              .formatted(spec.option("zone", "")),
          e);
    }
  }

  private static Stamps stamps(MeterSpec spec) {
    String offset = spec.option("offset", "0");
    require(
        offset.matches("-?\\d{1,6}(\\.\\d{1,6})?"),
        "offset=%s is no number of seconds".formatted(offset));
    return new Stamps(new EpochClock(), Double.parseDouble(offset));
  }

  private static Reading<List<Source>> file(
      MeterSpec spec, Path file, boolean fromItsEnd, TextMeter.Format format) {
    if (!Files.exists(file)) {
      return Reading.absent("no " + file);
    }
    if (!Files.isReadable(file)) {
      return Reading.denied(
          "%s may not be read by this user; add the user to the file's group, or chmod it"
              .formatted(file));
    }
    if (Files.isDirectory(file)) {
      return Reading.unreadable(file + " is a folder");
    }
    return TextMeter.open(channel(spec, Scope.WALL), Streams.ofFile(file, fromItsEnd), format);
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
        // How its clock is taken to stand is part of what it tells.
        spec.options().containsKey("offset")
            ? spec.kind() + ":" + spec.address() + " (offset " + spec.option("offset", "") + " s)"
            : spec.kind() + ":" + spec.address());
  }

  private static void require(boolean fine, String otherwise) {
    if (!fine) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
