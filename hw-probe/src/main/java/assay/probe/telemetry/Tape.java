package assay.probe.telemetry;

import assay.probe.Reading;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * The samples of one source, in bounded memory.
 *
 * <p>When it is full, every second sample goes: of a counter, and of a power that is integrated by
 * trapezoids, that costs resolution and no energy. A day at 10 Hz is thinned five times.
 */
final class Tape {

  static final int MOST_SAMPLES = 1 << 15;

  /** A source that refuses forever has said why often enough; of its reasons the last count. */
  private static final int MOST_GAPS = 64;

  private final Source source;
  private final int most;
  private long[] nanos = new long[256];
  private double[] values = new double[256];
  private int size;
  private final Deque<Trace.Gap> gaps = new ArrayDeque<>();

  Tape(Source source, int most) {
    this.source = source;
    this.most = most;
  }

  Channel channel() {
    return source.channel();
  }

  void read() {
    switch (answer()) {
      case Reading.Present<List<Sample>> present -> present.value().forEach(this::add);
      case Reading.Unavailable<List<Sample>>(String reason) -> addGap(reason);
    }
  }

  /** One that breaks its word not to throw must not silence the others. */
  private Reading<List<Sample>> answer() {
    try {
      return source.read();
    } catch (RuntimeException e) {
      return Reading.unreadable("%s failed: %s".formatted(source.channel().id(), e));
    }
  }

  private void add(Sample sample) {
    // An instrument's clock may be set; an older sample than the last says nothing about now.
    if (size > 0 && sample.nanos() < nanos[size - 1] || !Double.isFinite(sample.value())) {
      addGap("unreadable: %s said %s out of turn".formatted(source.channel().id(), sample.value()));
      return;
    }
    if (size == most) {
      thin();
    }
    if (size == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
    }
    nanos[size] = sample.nanos();
    values[size++] = sample.value();
  }

  private void thin() {
    int kept = 0;
    for (int i = 0; i < size; i += 2) {
      nanos[kept] = nanos[i];
      values[kept++] = values[i];
    }
    size = kept;
  }

  private void addGap(String reason) {
    if (gaps.size() == MOST_GAPS) {
      gaps.removeFirst();
    }
    gaps.addLast(new Trace.Gap(System.nanoTime(), reason));
  }

  Trace take() {
    Trace trace =
        new Trace(
            source.channel(),
            Arrays.copyOf(nanos, size),
            Arrays.copyOf(values, size),
            List.copyOf(gaps));
    if (size > 0) {
      nanos[0] = nanos[size - 1];
      values[0] = values[size - 1];
      size = 1;
    }
    gaps.clear();
    return trace;
  }

  void close() {
    source.close();
  }
}
