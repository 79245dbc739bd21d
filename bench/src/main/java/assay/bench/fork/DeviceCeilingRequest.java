package assay.bench.fork;

import java.util.List;

/**
 * What the ceilings of a device that is not the host's processor are measured with.
 *
 * @param backends that reach it, of which the first that knows ceilings is asked
 * @param seconds in total, about
 */
public record DeviceCeilingRequest(String device, List<String> backends, int seconds) {}
