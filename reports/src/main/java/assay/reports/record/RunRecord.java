package assay.reports.record;

import assay.probe.Machine;
import assay.probe.Reading;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything one invocation measured.
 *
 * @param schema always {@code assay-run/1}
 * @param idle what sensors said while nothing was measured, before the forks and after them; empty
 *     where no sensor tells power and in records of versions that did not ask
 */
public record RunRecord(
    String schema,
    Tool tool,
    Invocation invocation,
    Jvm jvm,
    Machine machine,
    List<Ceiling> ceilings,
    List<BackendRecord> backends,
    List<CaseRecord> cases,
    List<Idle> idle) {

  public RunRecord {
    idle = idle == null ? List.of() : List.copyOf(idle);
  }

  /** Without a look at the idle machine. */
  public RunRecord(
      String schema,
      Tool tool,
      Invocation invocation,
      Jvm jvm,
      Machine machine,
      List<Ceiling> ceilings,
      List<BackendRecord> backends,
      List<CaseRecord> cases) {
    this(schema, tool, invocation, jvm, machine, ceilings, backends, cases, List.of());
  }

  public static final String SCHEMA = "assay-run/1";

  /**
   * The chip behind a device: one that several interfaces reach, as {@code cuda0} and {@code
   * vulkan0}, is what the first of them calls it. Empty for the host's processor, and for a device
   * nobody of this run knew.
   */
  public Optional<Accelerator> accelerator(String device) {
    return Accelerator.behind(device, backends);
  }

  /** Begins {@link Invocation#turns} where one build was measured against itself. */
  public static final String REPLAY = "aa-";

  /**
   * @param commit source revision, or "unknown" outside a checkout
   */
  public record Tool(String name, String version, String commit) {}

  /**
   * @param id sortable and unique, also the name of the run folder
   * @param startedAt ISO-8601 UTC
   * @param finishedAt ISO-8601 UTC, null while the run is incomplete
   * @param plannedForks forks the plan holds, all cases together
   * @param environment variables that change what runs, such as JAVA_TOOL_OPTIONS; empty in records
   *     of versions that did not write it
   * @param turns shared by runs whose forks took turns, round by round; null for a run of its own
   */
  public record Invocation(
      String id,
      String startedAt,
      String finishedAt,
      String profile,
      long seed,
      int plannedForks,
      List<String> commandLine,
      Map<String, String> environment,
      String turns) {

    /** Of a run of its own. */
    public Invocation(
        String id,
        String startedAt,
        String finishedAt,
        String profile,
        long seed,
        int plannedForks,
        List<String> commandLine,
        Map<String, String> environment) {
      this(id, startedAt, finishedAt, profile, seed, plannedForks, commandLine, environment, null);
    }

    public Invocation {
      environment = environment == null ? Map.of() : environment;
    }
  }

  /**
   * A backend that was known to this run.
   *
   * @param version library or compiler version in words, or why the backend is not available
   * @param devices ids, empty when unavailable
   * @param accelerators those of the devices that are not the host's processor; empty in records of
   *     versions that did not write it
   */
  public record BackendRecord(
      String id,
      String description,
      List<String> devices,
      Reading<String> version,
      List<Accelerator> accelerators) {

    /** Of one that runs on the host's processor, or not at all. */
    public BackendRecord(
        String id, String description, List<String> devices, Reading<String> version) {
      this(id, description, devices, version, List.of());
    }

    public BackendRecord {
      accelerators = accelerators == null ? List.of() : accelerators;
    }
  }

  /**
   * A device with memory of its own. Its cases have no threads: 1 is written.
   *
   * @param name as the maker calls it
   * @param pciAddress {@code 0000:01:00.0}, as in {@link Machine#devices}; empty off that bus
   * @param lastCacheBytes 0 where it tells none
   */
  public record Accelerator(
      String id, String name, String pciAddress, long memoryBytes, long lastCacheBytes) {

    /** See {@link RunRecord#accelerator}; with the cache that any of its interfaces tells. */
    public static Optional<Accelerator> behind(String device, List<BackendRecord> backends) {
      List<Accelerator> all =
          backends.stream().flatMap(backend -> backend.accelerators().stream()).toList();
      Optional<Accelerator> own = all.stream().filter(each -> each.id().equals(device)).findFirst();
      return own.map(one -> {
        List<Accelerator> same = all.stream().filter(one::isSameChip).toList();
        Accelerator first = same.getFirst();
        long cache = same.stream().mapToLong(Accelerator::lastCacheBytes).max().orElse(0);
        return new Accelerator(
            first.id(), first.name(), first.pciAddress(), first.memoryBytes(), cache);
      });
    }

    /** What channels of its sensors have as part; see {@link assay.probe.telemetry.Channel}. */
    public String part() {
      return pciAddress.isEmpty() ? id : pciAddress;
    }

    private boolean isSameChip(Accelerator other) {
      return id.equals(other.id) || !pciAddress.isEmpty() && pciAddress.equals(other.pciAddress);
    }
  }

  /**
   * @param flags of the forked JVMs that measured
   */
  public record Jvm(String vendor, String version, String vm, List<String> flags) {}
}
