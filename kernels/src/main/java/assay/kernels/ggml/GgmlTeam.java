package assay.kernels.ggml;

import assay.kernels.KernelUnavailableException;
import assay.kernels.binding.Downcalls;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;

/**
 * A backend with its threads, shared by the kernels of one thread count.
 *
 * <p>Idle threads of a pool spin for a while before they sleep, so a pool for each of many kernels
 * that are run in turn would slow all of them.
 */
final class GgmlTeam implements AutoCloseable {

  private final Roster roster;
  private final int threads;
  private final MemorySegment backend;
  private final MemorySegment pool;
  private int users;

  private GgmlTeam(Roster roster, int threads, MemorySegment backend) {
    this.roster = roster;
    this.threads = threads;
    this.backend = backend;
    pool = roster.library.threads().startPool(backend, threads);
  }

  /** Computes a graph and waits for it. */
  void compute(MemorySegment graph) {
    int status = roster.library.devices().compute(backend, graph);
    if (status != 0) {
      throw new IllegalStateException("ggml could not compute the graph, status " + status);
    }
  }

  /** Gives the team back; its threads end with its last user. */
  @Override
  public void close() {
    roster.release(this);
  }

  /** The teams at work. */
  static final class Roster {

    private final GgmlLibrary library;
    private final Map<Integer, GgmlTeam> teams = new HashMap<>();

    Roster(GgmlLibrary library) {
      this.library = library;
    }

    synchronized GgmlTeam join(int threads) {
      GgmlTeam team = teams.computeIfAbsent(threads, this::start);
      team.users++;
      return team;
    }

    private GgmlTeam start(int threads) {
      MemorySegment backend = library.devices().start(library.cpu().device());
      if (Downcalls.isNull(backend)) {
        throw new KernelUnavailableException("ggml", "the CPU backend did not start");
      }
      return new GgmlTeam(this, threads, backend);
    }

    private synchronized void release(GgmlTeam team) {
      if (--team.users == 0) {
        teams.remove(team.threads);
        library.devices().stop(team.backend);
        library.threads().freePool(team.pool);
      }
    }
  }
}
