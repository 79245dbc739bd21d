package assay.reports.summary;

import assay.reports.record.RunRecord;

/**
 * The chip that a case ran on, in words.
 *
 * @param id {@code cpu}, {@code cuda0}; one for all interfaces to a chip
 * @param name empty for the host's processor in a run that has no other
 * @param isHost whether the host's threads computed, so that their number says something
 */
public record Place(String id, String name, boolean isHost) {

  static Place of(RunRecord run, String device) {
    String host = Ceilings.hostDevice(device);
    return run.accelerator(device)
        .map(own -> new Place(own.id(), "%s (%s)".formatted(own.name(), own.id()), false))
        .orElseGet(() -> new Place(host, hostName(run, host), true));
  }

  private static String hostName(RunRecord run, String id) {
    boolean others =
        run.cases().stream().anyMatch(each -> run.accelerator(each.key().device()).isPresent());
    return !others ? "" : id.equals("cpu") ? "the host CPU" : id;
  }

  /** For the end of a heading: {@code matmul decode on NVIDIA H200 (cuda0)}. */
  String suffix() {
    return name.isEmpty() ? "" : " on " + name;
  }

  /** What of it was fixed for a case: {@code 8 thr}, {@code NVIDIA H200 (cuda0)}. */
  String settings(int threads) {
    String team = threads + " thr";
    return !isHost ? name : name.isEmpty() ? team : name + ", " + team;
  }
}
