package assay.probe.nvml;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import assay.probe.Reading;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Polled;
import assay.probe.telemetry.Sample;
import assay.probe.telemetry.Source;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Fields of one device that are read in one call: the first that is asked reads all, and each
 * answer is handed out once. Of one thread.
 */
final class NvmlBatch {

  private static final String FUNCTION = "nvmlDeviceGetFieldValues";

  /** An answer that was read longer ago, in nanoseconds, is read again. */
  private static final long FRESH_NANOS = 20_000_000;

  /** What a field is asked by: its number, and the part of the module. */
  record Ask(int id, int powerScope) {}

  private final NvmlDevice device;
  private final List<Ask> asks;
  private final MemorySegment all;
  private final boolean[] fresh;
  private long before;
  private long after;
  private int code;

  NvmlBatch(NvmlDevice device, List<Ask> asks) {
    this.device = device;
    this.asks = List.copyOf(asks);
    all = Arena.ofAuto().allocate(NvmlLayouts.FIELD_VALUE, Math.max(1, asks.size()));
    fresh = new boolean[asks.size()];
  }

  private void read() {
    for (int i = 0; i < asks.size(); i++) {
      MemorySegment one = NvmlDevice.one(all, i);
      one.fill((byte) 0);
      one.set(JAVA_INT, NvmlLayouts.offset(NvmlLayouts.FIELD_VALUE, "fieldId"), asks.get(i).id);
      one.set(
          JAVA_INT, NvmlLayouts.offset(NvmlLayouts.FIELD_VALUE, "scopeId"), asks.get(i).powerScope);
      fresh[i] = true;
    }
    before = System.nanoTime();
    code = device.library.call(FUNCTION, device.handle, asks.size(), all);
    after = System.nanoTime();
  }

  /** As NVML holds it, in the gauge's own unit. */
  Reading<Double> value(int index, NvmlGauge gauge) {
    if (!fresh[index] || System.nanoTime() - after > FRESH_NANOS) {
      read();
    }
    fresh[index] = false;
    if (code != NvmlStatus.SUCCESS) {
      return NvmlStatus.refused(FUNCTION, code);
    }
    MemorySegment one = NvmlDevice.one(all, index);
    String what = "field %d of NVML".formatted(asks.get(index).id);
    int type = one.get(JAVA_INT, NvmlLayouts.offset(NvmlLayouts.FIELD_VALUE, "valueType"));
    Reading<Long> raw = NvmlDevice.value(one, what);
    return gauge.plausible(gauge.ids.size() > 1 ? NvmlField.wide(raw, type) : raw);
  }

  Source source(int index, NvmlGauge gauge, Channel channel) {
    return new Field(index, gauge, channel);
  }

  private final class Field implements Source {

    private final int index;
    private final NvmlGauge gauge;
    private final Channel channel;
    private final Pace pace = new Pace();

    Field(int index, NvmlGauge gauge, Channel channel) {
      this.index = index;
      this.gauge = gauge;
      this.channel = channel;
    }

    @Override
    public Channel channel() {
      return channel;
    }

    @Override
    public Reading<List<Sample>> read() {
      Reading<Double> value = value(index, gauge);
      return Polled.stamped(
          channel,
          gauge.measure.tellsHoldingBack() ? pace.checked(value, after) : value,
          before,
          after);
    }
  }
}
