package assay.bench.fork;

import java.util.List;

/**
 * What the ceilings of a device that is not the host's processor are measured with.
 *
 * @param ways to it, of which the first whose backend knows ceilings is asked
 * @param seconds in total, about
 */
public record DeviceCeilingRequest(String device, List<Way> ways, int seconds) {

  /**
   * @param device what the backend calls it
   */
  public record Way(String backend, String device) {}
}
