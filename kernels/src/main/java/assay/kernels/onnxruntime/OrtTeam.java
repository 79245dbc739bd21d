package assay.kernels.onnxruntime;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * The environment of the process with its threads, shared by the sessions of one thread count.
 *
 * <p>Idle threads spin for a while before they sleep, so a pool for each of many sessions that are
 * run in turn would slow all of them. ONNX Runtime has one environment at a time, and its thread
 * count stands from the first session to the last; a session that wants another count meanwhile
 * gets threads of its own.
 */
final class OrtTeam implements AutoCloseable {

  private final Roster roster;
  private final MemorySegment environment;
  private final int threads;
  private int users;

  private OrtTeam(Roster roster, int threads) {
    this.roster = roster;
    this.threads = threads;
    environment = DeepStack.call(() -> roster.api.createEnvironment(threads));
  }

  MemorySegment environment() {
    return environment;
  }

  /** Makes a session of these options compute on so many threads. */
  void assign(MemorySegment options, int wanted) {
    if (wanted == threads) {
      roster.api.useThreadsOfEnvironment(options);
    } else {
      roster.api.setThreads(options, wanted);
    }
  }

  String describe(int wanted) {
    return wanted == threads
        ? "ONNX Runtime's pool of the process, spinning"
        : "a pool of this session alone, spinning";
  }

  /** Gives the team back; its threads end with its last user. */
  @Override
  public void close() {
    roster.release();
  }

  /** The team at work, if any. */
  static final class Roster {

    private final OrtApi api;
    private Optional<OrtTeam> atWork = Optional.empty();

    Roster(OrtApi api) {
      this.api = api;
    }

    synchronized OrtTeam join(int threads) {
      OrtTeam team = atWork.orElseGet(() -> new OrtTeam(this, threads));
      atWork = Optional.of(team);
      team.users++;
      return team;
    }

    private synchronized void release() {
      OrtTeam team = atWork.orElseThrow();
      if (--team.users == 0) {
        atWork = Optional.empty();
        api.releaseEnvironment(team.environment);
      }
    }
  }
}
