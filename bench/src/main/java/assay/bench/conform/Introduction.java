package assay.bench.conform;

import java.util.Map;

/**
 * What a child learnt of the examined before any probe.
 *
 * @param absence why nothing can be examined; "" where it can
 */
record Introduction(
    String name, String description, String device, Map<String, String> details, String absence) {

  static Introduction absent(String why) {
    return new Introduction("", "", "", Map.of(), why);
  }
}
