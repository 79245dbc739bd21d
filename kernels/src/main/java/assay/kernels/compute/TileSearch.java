package assay.kernels.compute;

import assay.kernels.KernelUnavailableException;
import assay.kernels.compute.TileChoices.Choice;
import assay.kernels.device.DriverException;
import assay.kernels.device.Submission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Chooses between tiles by running them on the buffers that they are for. What was chosen for a
 * device, its driver, a kernel's source and a class of shapes is remembered.
 *
 * <p>Time is the host's, from enqueueing to the end: not every device's clock can be believed.
 */
final class TileSearch {

  /**
   * Multiply-adds below which a run is so short that a search costs more than it brings, and the
   * time to start it hides what the tiles differ by.
   */
  static final long LEAST_WORK = 1L << 25;

  /** For timed runs of all candidates together. */
  static final long BUDGET_NANOS = 60_000_000;

  /** For all, drivers' compilers included; no further candidate is begun then. */
  static final long PATIENCE_NANOS = 5_000_000_000L;

  /** A sample lasts so long at least, by several runs, since clocks and wake-ups are coarse. */
  private static final long SAMPLE_NANOS = 500_000;

  private static final int MOST_RUNS = 32;

  private static final int ROUNDS = 5;

  /** Less than this share faster may be chance; then the earlier candidate stays. */
  private static final double WORTH = 0.05;

  private final ComputeDevice device;
  private final LongSupplier clock;
  private final long begun;
  private boolean hasRun;
  private long spent;

  TileSearch(ComputeDevice device, LongSupplier clock) {
    this.device = device;
    this.clock = clock;
    begun = clock.getAsLong();
  }

  /**
   * @param how for the record: searched, remembered, or the reason why it is the default
   */
  record Result(Tile tile, String how) {}

  /** A candidate that the driver takes. */
  private static final class Contender implements AutoCloseable {
    private final Tile tile;
    private final Submission submission;
    private int runs = 1;
    private long nanos = Long.MAX_VALUE;

    Contender(Tile tile, Submission submission) {
      this.tile = tile;
      this.submission = submission;
    }

    @Override
    public void close() {
      submission.close();
    }
  }

  /**
   * @param tiles at least one; the first is the default
   * @param work multiply-adds of a run, or what its memory traffic is worth in these
   * @param shapes class of shapes that share a choice
   */
  Result choose(List<Tile> tiles, long work, String shapes) {
    Tile first = tiles.getFirst();
    if (work < LEAST_WORK) {
      return new Result(first, "default: small");
    }
    List<Tile> fitting = tiles.stream().filter(tile -> tile.fits(device.limits())).toList();
    if (fitting.size() < 2) {
      return new Result(
          fitting.isEmpty() ? first : fitting.getFirst(), "default: no other fits the device");
    }
    String question = question(fitting, shapes);
    TileChoices choices = device.tileChoices();
    Optional<Result> before =
        choices.made(question).flatMap(made -> named(fitting, made.tile(), made.how()));
    if (before.isPresent()) {
      return before.get();
    }
    String lasting = question + '\0' + device.sourceHash(first.module());
    Result result =
        choices
            .kept(lasting)
            .flatMap(kept -> named(fitting, kept, "remembered"))
            .orElseGet(() -> searched(fitting, lasting));
    // A choice of this process is kept even if it is the default: another time another tile could
    // win, and add up in another order.
    String how = result.how().startsWith("searched") ? "remembered" : result.how();
    choices.make(question, new Choice(result.tile().text(), how));
    return result;
  }

  /** Whether outputs have been written. */
  boolean hasRun() {
    return hasRun;
  }

  private static Optional<Result> named(List<Tile> tiles, String text, String how) {
    return tiles.stream()
        .filter(tile -> tile.text().equals(text))
        .map(tile -> new Result(tile, how))
        .findFirst();
  }

  /** What a choice depends on, but for the kernel's source, which stays for this process. */
  private String question(List<Tile> tiles, String shapes) {
    List<String> parts = new ArrayList<>();
    parts.add(device.backend());
    parts.add(device.listed().name());
    parts.add(device.kind());
    parts.add(device.driver());
    parts.add(device.limits().toString());
    parts.add(shapes);
    for (Tile tile : tiles) {
      Module module = tile.module();
      parts.add(tile.text());
      parts.add("%s %d %s".formatted(module.text(), module.group(), module.constants()));
    }
    return String.join("\0", parts);
  }

  private Result searched(List<Tile> tiles, String lasting) {
    List<Contender> contenders = new ArrayList<>();
    try {
      for (Tile tile : tiles) {
        if (contenders.isEmpty() || spent < BUDGET_NANOS && elapsed() < PATIENCE_NANOS) {
          contender(tile).ifPresent(contenders::add);
        }
        if (contenders.size() == 1 && contenders.getFirst().nanos > BUDGET_NANOS) {
          return new Result(
              contenders.getFirst().tile,
              "default: a run takes %d ms, too long for a search"
                  .formatted(contenders.getFirst().nanos / 1_000_000));
        }
      }
      if (contenders.isEmpty()) {
        return new Result(tiles.getFirst(), "default: the device ran none");
      }
      String how = told(contenders.size(), tiles.size());
      if (contenders.size() == 1) {
        // Not kept: another process may find the compiler's work done, and time for the others.
        return new Result(contenders.getFirst().tile, how);
      }
      race(contenders);
      Tile fastest = fastest(contenders);
      Optional<String> problem = device.tileChoices().keep(lasting, fastest.text());
      return new Result(fastest, how + problem.map("; not kept: %s"::formatted).orElse(""));
    } finally {
      contenders.forEach(Contender::close);
    }
  }

  private static String told(int measured, int all) {
    return measured == all
        ? "searched: %d candidates".formatted(all)
        : "searched: %d of %d candidates".formatted(measured, all);
  }

  private long elapsed() {
    return clock.getAsLong() - begun;
  }

  /**
   * Compiled, run once, as drivers may compile a second time then, and timed once. Empty where the
   * driver takes it not.
   */
  private Optional<Contender> contender(Tile tile) {
    Submission submission = null;
    try {
      submission = device.submission(tile.launches().apply(device.function(tile.module())));
      Contender contender = new Contender(tile, submission);
      hasRun = true;
      submission.enqueue();
      device.await();
      time(contender);
      contender.runs = Math.clamp(SAMPLE_NANOS / Math.max(1, contender.nanos), 1, MOST_RUNS);
      return Optional.of(contender);
    } catch (KernelUnavailableException | DriverException e) {
      if (submission != null) {
        submission.close();
      }
      return Optional.empty();
    }
  }

  /** Round after round, so that a clock that rises or falls meanwhile meets all alike. */
  private void race(List<Contender> contenders) {
    for (int round = 0; round < ROUNDS; round++) {
      for (Contender contender : contenders) {
        if (spent < BUDGET_NANOS) {
          time(contender);
        }
      }
    }
  }

  private void time(Contender contender) {
    long start = clock.getAsLong();
    for (int i = 0; i < contender.runs; i++) {
      contender.submission.enqueue();
    }
    device.await();
    long nanos = clock.getAsLong() - start;
    spent += nanos;
    contender.nanos = Math.min(contender.nanos, nanos / contender.runs);
  }

  private static Tile fastest(List<Contender> contenders) {
    Contender best = contenders.getFirst();
    for (Contender contender : contenders) {
      if (contender.nanos < best.nanos * (1 - WORTH)) {
        best = contender;
      }
    }
    return best.tile;
  }
}
