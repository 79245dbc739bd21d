package assay.bench.plan;

/**
 * A backend as named on the command line.
 *
 * @param variant "" for the backend's own choice
 * @param device as {@link DeviceChoice} finds it, "" for all its devices
 */
public record BackendChoice(String backend, String variant, String device) {

  /** Reads {@code id}, {@code id/variant}, {@code id@device} or {@code id/variant@device}. */
  public static BackendChoice parse(String text) {
    String[] halves = text.split("@", 2);
    String[] names = halves[0].split("/", 2);
    return new BackendChoice(
        names[0], names.length == 2 ? names[1] : "", halves.length == 2 ? halves[1] : "");
  }

  public static BackendChoice of(String backend) {
    return new BackendChoice(backend, "", "");
  }
}
