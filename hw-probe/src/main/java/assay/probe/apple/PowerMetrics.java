package assay.probe.apple;

import assay.probe.Numbers;
import assay.probe.Reading;
import assay.probe.sensor.Quantity;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the text of {@code powermetrics --samplers cpu_power,gpu_power,thermal -i 1000}, line by
 * line as it comes.
 *
 * <p>A block begins with its time and ends where the next begins; a power is the mean over the
 * block's own length. Lines that this class does not know are passed over.
 */
public final class PowerMetrics {

  /** What a power line tells of. */
  public enum Part {
    CPU,
    GPU,
    ANE,
    /** CPU, GPU and neural engine; without memory and the rest of the machine. */
    COMBINED
  }

  /** Steps of thermal pressure in the order of their severity. */
  public enum Pressure {
    NOMINAL,
    MODERATE,
    HEAVY,
    TRAPPING,
    SLEEPING
  }

  /**
   * @param seconds that the block covers
   * @param watts by part; each part that the block has a line of
   */
  public record Block(
      Reading<Double> seconds, Map<Part, Reading<Double>> watts, Reading<Pressure> pressure) {

    /** Of a part, or that this machine has no such line. */
    public Reading<Double> watts(Part part) {
      return watts.getOrDefault(
          part, Reading.absent("powermetrics has no line of power for " + part));
    }
  }

  private static final Pattern BEGIN =
      Pattern.compile(
          "\\*\\*\\* Sampled system activity .*\\(([^()]{1,40})ms elapsed\\) \\*\\*\\*");

  private static final Pattern POWER =
      Pattern.compile("(CPU|GPU|ANE|Combined) Power(?: \\(CPU \\+ GPU \\+ ANE\\))?:(.*)");

  private static final Pattern PRESSURE = Pattern.compile("Current pressure level:(.*)");

  private static final Pattern MILLIWATTS = Pattern.compile("\\s*(-?[\\d.]{1,20}) ?mW\\s*");

  private boolean open;
  private Reading<Double> seconds;
  private Map<Part, Reading<Double>> watts;
  private Reading<Pressure> pressure;

  /** All blocks of a text, the last one too though nothing follows it. */
  public static List<Block> parse(String text) {
    PowerMetrics parser = new PowerMetrics();
    List<Block> blocks = new ArrayList<>();
    text.lines().forEach(line -> parser.line(line).ifPresent(blocks::add));
    parser.end().ifPresent(blocks::add);
    return List.copyOf(blocks);
  }

  /** Whether a block begins with this line. */
  public static boolean isHeading(String line) {
    return BEGIN.matcher(line.strip()).matches();
  }

  /** Takes the next line; gives the block that it closes. */
  public Optional<Block> line(String line) {
    Matcher begin = BEGIN.matcher(line.strip());
    if (begin.matches()) {
      Optional<Block> before = end();
      open = true;
      seconds = seconds(begin.group(1));
      watts = new EnumMap<>(Part.class);
      pressure = Reading.absent("powermetrics was not asked for thermal pressure");
      return before;
    }
    if (open) {
      read(line.strip());
    }
    return Optional.empty();
  }

  /** The block that was begun, where there is one. */
  public Optional<Block> end() {
    Optional<Block> last =
        open ? Optional.of(new Block(seconds, Map.copyOf(watts), pressure)) : Optional.empty();
    open = false;
    return last;
  }

  private void read(String line) {
    Matcher power = POWER.matcher(line);
    Matcher level = PRESSURE.matcher(line);
    if (power.matches()) {
      Part part = Part.valueOf(power.group(1).toUpperCase(Locale.ROOT));
      // Chips of several dies and the GPU's own sampler print a line twice; the first counts.
      watts.putIfAbsent(part, watts(power.group(2)));
    } else if (level.matches()) {
      pressure = pressure(level.group(1).strip());
    }
  }

  private static Reading<Double> seconds(String milliseconds) {
    return Numbers.decimal(milliseconds, "powermetrics")
        .flatMap((ms, unit, source) ->
            ms > 0
                ? Reading.of(ms * 1e-3, "s", source)
                : Reading.unreadable("powermetrics sampled for " + ms + " ms"));
  }

  private static Reading<Double> watts(String text) {
    Matcher milliwatts = MILLIWATTS.matcher(text);
    if (!milliwatts.matches()) {
      return Reading.unreadable("powermetrics says " + Numbers.quote(text.strip()) + ", not mW");
    }
    Reading<Double> watts =
        Quantity.POWER.of(Numbers.decimal(milliwatts.group(1), "powermetrics"), 1e-3);
    return watts.flatMap((value, unit, source) ->
        value >= 0
            ? Reading.of(value, unit, source)
            : Reading.unreadable("powermetrics says " + Numbers.quote(text.strip())));
  }

  private static Reading<Pressure> pressure(String text) {
    for (Pressure each : Pressure.values()) {
      if (each.name().equalsIgnoreCase(text)) {
        return Reading.of(each, "", "powermetrics");
      }
    }
    return Reading.unreadable("powermetrics says " + Numbers.quote(text) + " of thermal pressure");
  }
}
