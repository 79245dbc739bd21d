package assay.bench.conform;

import java.util.Map;

/**
 * What a child learnt of the examined before any probe.
 *
 * @param absence why nothing can be examined; "" where it can
 * @param refusal why the library is no plug-in that this Assay can talk to; "" where it is one
 */
record Introduction(
    String name,
    String description,
    String device,
    Map<String, String> details,
    String absence,
    String refusal) {

  static Introduction absent(String why) {
    return new Introduction("", "", "", Map.of(), why, "");
  }

  static Introduction refused(String why) {
    return new Introduction("", "", "", Map.of(), "", why);
  }
}
