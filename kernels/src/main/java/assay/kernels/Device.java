package assay.kernels;

/**
 * What a backend executes on.
 *
 * @param id short and stable within a machine: {@code cpu}, {@code cuda0}
 * @param name as the maker calls it
 */
public record Device(String id, String name) {
  public static final Device CPU = new Device("cpu", "host CPU");
}
