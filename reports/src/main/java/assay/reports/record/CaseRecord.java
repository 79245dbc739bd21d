package assay.reports.record;

import assay.probe.Reading;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;

/**
 * One spec on one backend, device and setting, with its raw samples.
 *
 * @param id stable over runs: made from {@link Key} alone
 * @param origins which models and roles ask for this shape; empty for a spec given by hand
 * @param execution what actually ran; null when nothing did
 * @param accuracy against float64 truth; null when nothing ran
 * @param energy joules per operation, mean of the forks, or why not; see {@link
 *     ForkRecord#joulesPerOp}
 * @param netEnergy the same above idle
 */
public record CaseRecord(
    String id,
    Key key,
    List<Origin> origins,
    Work work,
    Status status,
    Execution execution,
    List<ForkRecord> forks,
    Accuracy accuracy,
    Reading<Double> energy,
    Reading<Double> netEnergy) {

  private static final Reading<Double> NO_NET =
      Reading.unavailable("energy above idle was not measured in this run");

  public CaseRecord {
    netEnergy = netEnergy == null ? NO_NET : netEnergy;
  }

  /** Without energy above idle. */
  public CaseRecord(
      String id,
      Key key,
      List<Origin> origins,
      Work work,
      Status status,
      Execution execution,
      List<ForkRecord> forks,
      Accuracy accuracy,
      Reading<Double> energy) {
    this(id, key, origins, work, status, execution, forks, accuracy, energy, NO_NET);
  }

  /**
   * @param spec canonical text, as in {@code matmul:q4_K*f32:m4096,n1,k14336}
   * @param variant kernel variant asked for, or "" for the backend's choice
   * @param cache {@code hot} or {@code cold}
   * @param fill {@code gaussian}, {@code uniform}, {@code heavy}, {@code integer}, {@code zeros} or
   *     {@code real}
   */
  public record Key(
      String spec,
      String backend,
      String variant,
      String device,
      int threads,
      String cache,
      String fill) {}

  /**
   * For instance {@code llama-3.1-8b}, {@code ffn_down}, {@code decode}.
   *
   * @param perToken operations of this spec that one decoded token takes, all layers together; 0
   *     where that has no meaning and in records of versions that did not count them
   */
  public record Origin(
      String model,
      String role,
      String phase,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) int perToken) {

    /** Of unknown count. */
    public Origin(String model, String role, String phase) {
      this(model, role, phase, 0);
    }
  }

  /**
   * The spec in numbers, so that a reader need not parse it.
   *
   * @param shape m, n, k or heads, context, ...
   * @param flops per operation; multiply-add counts two; only visible attention pairs
   * @param bytes per operation that must move at least once
   */
  public record Work(
      String operation,
      String storedFormat,
      Map<String, Long> shape,
      long flops,
      long bytes,
      long outputs) {}

  /** As the kernel said it itself: class of strategy, instruction set, tiles, library versions. */
  public record Execution(String kernel, String isa, Map<String, String> details) {}

  /**
   * @param reasons why not VALID; for CRASHED the signal and where the log is
   */
  public record Status(State state, List<String> reasons) {
    public static final Status VALID = new Status(State.VALID, List.of());
  }

  /** Only VALID cases enter comparisons. */
  public enum State {
    VALID,
    MISTRUSTED,
    WRONG,
    UNSUPPORTED,
    CRASHED,
    TIMEOUT
  }
}
