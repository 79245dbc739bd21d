package assay.probe.device;

import assay.probe.Numbers;
import assay.probe.Reading;
import assay.probe.Root;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The PCIe link between a device and the processor.
 *
 * <p>Many cards have a switch of their own, behind which the chip always sees full width; so the
 * whole way up to the root port is looked at and its slowest link is the one that counts.
 *
 * @param at address where the slowest link was found
 * @param gigatransfers current rate of one lane, GT/s
 * @param maxGigatransfers that the device itself could do
 * @param capacity lanes as they are times the highest rate, which does not change with the load
 */
record PciLink(
    String at,
    double gigatransfers,
    int width,
    double maxGigatransfers,
    int maxWidth,
    double capacity) {

  static Reading<PciLink> read(Root root, String address) {
    String folder = PciFunction.DEVICES + address;
    Reading<Integer> own = width(root, folder + "/current_link_width");
    Reading<Double> rate = rate(root, folder + "/current_link_speed");
    int maxWidth = width(root, folder + "/max_link_width").asOptional().orElse(0);
    double maxRate = rate(root, folder + "/max_link_speed").asOptional().orElse(0.0);
    return own.flatMap((width, unit, source) ->
        rate.map(speed -> {
          double capacity = width * (maxRate > 0 ? maxRate : speed);
          PciLink link = new PciLink(address, speed, width, maxRate, maxWidth, capacity);
          for (String bridge : bridges(root, address)) {
            link = link.narrowedBy(root, bridge);
          }
          return link;
        }));
  }

  boolean isNarrow() {
    return width < maxWidth;
  }

  /** For instance {@code 16 GT/s x4 of 32 GT/s x16}. */
  String text() {
    String now = "%s GT/s x%d".formatted(plain(gigatransfers), width);
    boolean less = isNarrow() || gigatransfers < maxGigatransfers;
    boolean known = maxWidth > 0 && maxGigatransfers > 0;
    return less && known
        ? now + " of %s GT/s x%d".formatted(plain(maxGigatransfers), maxWidth)
        : now;
  }

  private PciLink narrowedBy(Root root, String bridge) {
    String folder = PciFunction.DEVICES + bridge;
    Optional<Integer> lanes = width(root, folder + "/current_link_width").asOptional();
    Optional<Double> rate = rate(root, folder + "/current_link_speed").asOptional();
    if (lanes.isEmpty() || rate.isEmpty()) {
      return this;
    }
    double most = rate(root, folder + "/max_link_speed").asOptional().orElse(rate.get());
    return lanes.get() * most < capacity
        ? new PciLink(
            bridge, rate.get(), lanes.get(), maxGigatransfers, maxWidth, lanes.get() * most)
        : this;
  }

  /** The entry is a link into the tree of buses: .../0000:00:01.1/0000:01:00.0/0000:03:00.0. */
  private static List<String> bridges(Root root, String address) {
    List<String> found = new ArrayList<>();
    String target = root.link(PciFunction.DEVICES + address).asOptional().orElse("");
    for (String part : target.split("/")) {
      if (part.matches("[0-9a-f]{4,8}:[0-9a-f]{2}:[0-9a-f]{2}\\.[0-7]") && !part.equals(address)) {
        found.add(part);
      }
    }
    return found;
  }

  private static Reading<Integer> width(Root root, String path) {
    return root.number(path)
        .flatMap((lanes, unit, source) ->
            lanes > 0 && lanes <= 32
                ? Reading.of(lanes.intValue(), "", source)
                : lanes == 0
                    ? Reading.unsupported(source + " is 0, as on devices inside the processor")
                    : Reading.unreadable(source + " holds " + lanes + ", not a lane count"));
  }

  /** "16.0 GT/s PCIe", "8 GT/s" or "Unknown". */
  private static Reading<Double> rate(Root root, String path) {
    return root.word(path)
        .flatMap((text, unit, source) -> {
          if (text.startsWith("Unknown")) {
            return Reading.unsupported(source + " is unknown to the kernel");
          }
          return Numbers.decimal(text.split("\\s+")[0], source)
              .flatMap((rate, u, from) ->
                  rate > 0 && rate <= 1024
                      ? Reading.of(rate, "GT/s", from)
                      : Reading.unreadable(from + " holds " + Numbers.quote(text)));
        });
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
