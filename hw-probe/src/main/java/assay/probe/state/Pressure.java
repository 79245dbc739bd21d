package assay.probe.state;

import assay.probe.Numbers;
import assay.probe.Reading;

/**
 * Time in which tasks waited for one resource; {@code /proc/pressure/cpu}, {@code memory}, {@code
 * io}.
 *
 * @param someMicros since boot in which at least one task waited
 * @param someAverage10 share of the last ten seconds, in per cent
 */
public record Pressure(long someMicros, double someAverage10) {

  /** "some avg10=18.37 avg60=7.11 avg300=3.45 total=35186191". */
  public static Reading<Pressure> parse(String text, String source) {
    for (String line : text.split("\n")) {
      if (line.startsWith("some ")) {
        long total = Numbers.whole(field(line, "total="), source).asOptional().orElse(-1L);
        double average = Numbers.decimal(field(line, "avg10="), source).asOptional().orElse(-1.0);
        if (total >= 0 && average >= 0) {
          return Reading.of(new Pressure(total, average), "us", source);
        }
      }
    }
    return Reading.unreadable(source + " has no line of the form \"some avg10=0.00 ... total=0\"");
  }

  private static String field(String line, String key) {
    for (String word : line.split("\\s+")) {
      if (word.startsWith(key)) {
        return word.substring(key.length());
      }
    }
    return "";
  }
}
