package assay.kernels.plugin;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.binding.GuardedOutput;
import assay.kernels.binding.PrivateCache;
import assay.kernels.binding.SharedLibrary;
import assay.kernels.binding.UnusableLibraryException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A loaded plug-in: its functions with arguments and answers as Java has them.
 *
 * <p>Calls from several threads wait for each other. Each throws {@link PluginException} where the
 * plug-in says that it failed and {@link PluginLostException} where its process ended.
 */
public final class Plugin implements AutoCloseable {

  /** Of what a plug-in answers without computing. */
  private static final int QUICK_SECONDS = 20;

  /** A compiler for a chip takes its time. */
  private static final int PREPARE_SECONDS = 300;

  private static final int COPY_SECONDS = 120;

  /** For one run; the largest kernels of real models take seconds on one core. */
  private static final int RUN_SECONDS = 120;

  /** More than any machine has; to ask for a billion would take for ever. */
  private static final int MOST_DEVICES = 256;

  /** A table that claims more rows would take a run to read. */
  private static final int MOST_SENSORS = 64;

  private static final int PROBE_BYTES = 264;
  private static final int EXECUTION_BYTES = 648;
  private static final long NANOS = 1_000_000_000L;

  private final PluginFile file;
  private final String sha256;
  private final PluginCaller caller;

  private Plugin(PluginFile file, String sha256, PluginCaller caller) {
    this.file = file;
    this.sha256 = sha256;
    this.caller = caller;
  }

  /**
   * How many devices there are.
   *
   * @param reason why there is none
   */
  record Probe(int devices, String reason) {}

  /**
   * What was prepared.
   *
   * @param details lines {@code key=value}
   */
  record Description(String kernel, String isa, String details) {}

  /**
   * Loads a plug-in, in a process of its own unless it is trusted.
   *
   * @throws UnusableLibraryException in one sentence
   */
  public static Plugin open(PluginFile file) throws UnusableLibraryException {
    Path path = Path.of(file.path());
    SharedLibrary.requireLoadable(path);
    try {
      String sha256 = PrivateCache.hash(Files.readAllBytes(path));
      var loaded =
          new Plugin(
              file, sha256, file.inProcess() ? new LocalCaller(path) : HostedCaller.of(path));
      if (!PrivateCache.hash(Files.readAllBytes(path)).equals(sha256)) {
        loaded.close();
        throw new UnusableLibraryException(
            "%s changed while it was loaded; wait until it is built".formatted(path));
      }
      return loaded;
    } catch (IOException e) {
      throw new UnusableLibraryException("%s cannot be read: %s".formatted(path, e.getMessage()));
    }
  }

  public PluginFile file() {
    return file;
  }

  public String sha256() {
    return sha256;
  }

  public PluginIdentity identity() {
    return caller.identity();
  }

  boolean has(PluginFunction function) {
    return identity().has(function);
  }

  /** Whether its process ended; every further call fails. */
  public synchronized boolean isLost() {
    return caller.isLost();
  }

  synchronized Probe probe() {
    MemorySegment answer = answered(PluginFunction.PROBE, PROBE_BYTES);
    int devices = answer.get(JAVA_INT, 4);
    if (devices < 0 || devices > MOST_DEVICES) {
      throw failure(
          PluginFunction.PROBE,
          PluginStatus.INVALID,
          "it says that there are %s devices, of which %d are the most"
              .formatted(Integer.toUnsignedString(devices), MOST_DEVICES));
    }
    return new Probe(devices, CallArea.line(answer.asSlice(8, PROBE_BYTES - 8)));
  }

  public synchronized PluginDevice device(int index) {
    caller.area().numbers(index, 0);
    return PluginDevice.of(answered(PluginFunction.DEVICE, PluginDevice.BYTES));
  }

  public synchronized PluginSupport query(int index, Spec spec, Settings settings) {
    caller.area().numbers(index, 0);
    PluginStructs.write(caller.area(), spec, settings);
    return PluginSupport.of(answered(PluginFunction.QUERY, PluginSupport.BYTES));
  }

  synchronized long open(int index) {
    caller.area().numbers(index, 0);
    return handle(PluginFunction.OPEN, QUICK_SECONDS);
  }

  synchronized void close(long session) {
    caller.area().handle(session);
    call(PluginFunction.CLOSE, QUICK_SECONDS);
  }

  synchronized long prepare(long session, Spec spec, Settings settings) {
    caller.area().handle(session);
    PluginStructs.write(caller.area(), spec, settings);
    return handle(PluginFunction.PREPARE, PREPARE_SECONDS);
  }

  synchronized Description describe(long kernel) {
    caller.area().handle(kernel);
    MemorySegment answer = answered(PluginFunction.DESCRIBE, EXECUTION_BYTES);
    return new Description(
        CallArea.line(answer.asSlice(8, 64)),
        CallArea.line(answer.asSlice(72, 64)),
        CallArea.text(answer.asSlice(136, 512)));
  }

  synchronized void upload(long kernel, PluginSlot slot, MemorySegment data) {
    caller.area().handle(kernel);
    caller.area().numbers(slot.number(), data.byteSize());
    require(PluginFunction.UPLOAD, caller.upload(data, COPY_SECONDS), " of " + slot.text());
  }

  /**
   * @param guarded where the data goes, with guard zones at both ends
   */
  synchronized void read(long kernel, PluginSlot slot, MemorySegment guarded) {
    caller.area().handle(kernel);
    caller.area().numbers(slot.number(), guarded.byteSize() - 2 * GuardedOutput.GUARD);
    require(PluginFunction.READ, caller.read(guarded, COPY_SECONDS), " of " + slot.text());
  }

  synchronized void run(long kernel) {
    caller.area().handle(kernel);
    caller.area().numbers(RUN_SECONDS * NANOS, 0);
    // The plug-in's own answer comes before its end.
    call(PluginFunction.RUN, RUN_SECONDS + QUICK_SECONDS);
  }

  synchronized void release(long kernel) {
    caller.area().handle(kernel);
    call(PluginFunction.RELEASE, QUICK_SECONDS);
  }

  synchronized void enqueue(long kernel) {
    caller.area().handle(kernel);
    call(PluginFunction.ENQUEUE, RUN_SECONDS);
  }

  synchronized void await(long session) {
    caller.area().handle(session);
    caller.area().numbers(RUN_SECONDS * NANOS, 0);
    call(PluginFunction.AWAIT, RUN_SECONDS + QUICK_SECONDS);
  }

  /**
   * @param function one of the timer's
   */
  synchronized long timer(PluginFunction function, long session) {
    caller.area().handle(session);
    call(function, QUICK_SECONDS);
    return caller.area().resultNumber();
  }

  /** Rows of a device's telemetry table; 0 where the plug-in has none. */
  public synchronized int sensors(int device) {
    boolean has = has(PluginFunction.SENSOR) && has(PluginFunction.READ_SENSOR);
    return has ? Math.clamp(device(device).sensors(), 0, MOST_SENSORS) : 0;
  }

  /** Empty for a row that is not as the interface has it. */
  public synchronized Optional<PluginSensor> sensor(int device, int row) {
    caller.area().numbers(device, row);
    return PluginSensor.of(answered(PluginFunction.SENSOR, PluginSensor.BYTES));
  }

  /** In the quantity's unit. */
  public synchronized double readSensor(int device, int row) {
    caller.area().numbers(device, row);
    call(PluginFunction.READ_SENSOR, QUICK_SECONDS);
    return caller.area().result().get(JAVA_DOUBLE, 0);
  }

  synchronized void inject(long session, PluginFault fault, long argument) {
    caller.area().handle(session);
    caller.area().numbers(fault.number(), argument);
    call(PluginFunction.INJECT, QUICK_SECONDS);
  }

  private long handle(PluginFunction function, int seconds) {
    caller.area().result().fill((byte) 0);
    call(function, seconds);
    long handle = caller.area().resultNumber();
    if (handle == 0) {
      throw failure(function, PluginStatus.FAILED, "it said OK and gave NULL");
    }
    return handle;
  }

  private MemorySegment answered(PluginFunction function, int bytes) {
    MemorySegment answer = caller.area().newAnswer(bytes);
    call(function, QUICK_SECONDS);
    if (!caller.area().isAnswerIntact(bytes)) {
      throw failure(
          function,
          PluginStatus.INVALID,
          "it wrote over the size of the struct of %d bytes or beyond it; was it built against another"
                  .formatted(bytes)
              + " assay_plugin.h?");
    }
    return answer;
  }

  private void call(PluginFunction function, int seconds) {
    int status = caller.call(function, seconds);
    if (status != 0) {
      require(function, status, "");
    }
  }

  private void require(PluginFunction function, int code, String what) {
    if (code == 0) {
      return;
    }
    String text = CallArea.line(caller.area().error());
    PluginStatus status = PluginStatus.of(code);
    String own = text.isEmpty() ? "it does not say why" : text;
    throw failure(
        function, status, "%s%s (status %d, %s)".formatted(own, what, code, status.text()));
  }

  private PluginException failure(PluginFunction function, PluginStatus status, String text) {
    return new PluginException(
        status, "%s of %s failed: %s".formatted(function.text(), identity().name(), text));
  }

  /** Ends its process. */
  @Override
  public synchronized void close() {
    caller.close();
  }
}
