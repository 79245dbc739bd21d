package assay.kernels.plugin;

import assay.kernels.Arithmetic;
import assay.kernels.DequantSpec;
import assay.kernels.Device;
import assay.kernels.DeviceLostException;
import assay.kernels.Execution;
import assay.kernels.Format;
import assay.kernels.Inputs;
import assay.kernels.PreparedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import assay.kernels.Tensor;
import java.lang.foreign.Arena;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** A spec that a plug-in prepared, with its inputs uploaded. */
class PluginKernel implements PreparedKernel {

  private final PluginSession session;
  private final Plugin plugin;
  private final Device device;
  private final PluginSupport support;
  private final Arena arena = Arena.ofShared();
  private final long handle;
  private final PluginOutput output;
  private final Plugin.Description description;
  private final long prepareNanos;
  private final long uploadNanos;
  private boolean closed;

  /**
   * @param support what the plug-in answered to just this
   * @throws PluginException when the plug-in says that it failed
   * @throws PluginLostException when its process ended
   */
  PluginKernel(
      PluginSession session,
      Device device,
      Spec spec,
      Inputs inputs,
      Settings settings,
      PluginSupport support) {
    this.session = session;
    this.device = device;
    this.support = support;
    plugin = session.plugin();
    long opened = session.use();
    long made = 0;
    boolean complete = false;
    try {
      long start = System.nanoTime();
      made = plugin.prepare(opened, spec, settings);
      handle = made;
      prepareNanos = System.nanoTime() - start;
      start = System.nanoTime();
      upload(inputs);
      uploadNanos = System.nanoTime() - start;
      Format target = spec instanceof DequantSpec dequant ? dequant.target() : Format.F32;
      output = new PluginOutput(plugin, handle, target, spec.outputs(), arena);
      description = plugin.describe(handle);
      complete = true;
    } finally {
      if (!complete) {
        giveBack(made);
      }
    }
  }

  private void upload(Inputs inputs) {
    switch (inputs) {
      case Inputs.Matmul matmul -> {
        upload(PluginSlot.WEIGHTS, matmul.weights());
        upload(PluginSlot.ACTIVATIONS, matmul.activations());
      }
      case Inputs.Dequant dequant -> upload(PluginSlot.WEIGHTS, dequant.source());
      case Inputs.Attention attention -> {
        upload(PluginSlot.QUERY, attention.query());
        upload(PluginSlot.KEYS, attention.keys());
        upload(PluginSlot.VALUES, attention.values());
        attention.sinks().ifPresent(sinks -> upload(PluginSlot.SINKS, sinks));
      }
    }
  }

  private void upload(PluginSlot slot, Tensor tensor) {
    plugin.upload(handle, slot, tensor.data().asSlice(0, tensor.byteSize()));
  }

  @Override
  public void run() {
    try {
      plugin.run(handle);
    } catch (PluginException | PluginLostException e) {
      throw failed(e);
    }
  }

  final void enqueueOnce() {
    try {
      plugin.enqueue(handle);
    } catch (PluginException | PluginLostException e) {
      throw failed(e);
    }
  }

  final PluginSession session() {
    return session;
  }

  /** As the harness knows failures. */
  final RuntimeException failed(RuntimeException cause) {
    boolean lost =
        cause instanceof PluginLostException
            || cause instanceof PluginException failure
                && (failure.status() == PluginStatus.DEVICE_LOST
                    || failure.status() == PluginStatus.TIMEOUT);
    return lost
        ? new DeviceLostException(device.id(), cause.getMessage())
        : new IllegalStateException(cause.getMessage(), cause);
  }

  private <T> T asked(Supplier<T> question) {
    try {
      return question.get();
    } catch (PluginException | PluginLostException e) {
      throw failed(e);
    }
  }

  @Override
  public void poisonOutput() {
    asked(() -> {
      output.poison();
      return null;
    });
  }

  @Override
  public void readOutput(float[] destination) {
    asked(() -> {
      output.read(destination);
      return null;
    });
  }

  @Override
  public Optional<String> damage() {
    return asked(output::damage);
  }

  @Override
  public Arithmetic arithmetic() {
    return support.arithmetic().orElse(Arithmetic.FLOAT32);
  }

  @Override
  public Execution execution() {
    Map<String, String> details = new TreeMap<>();
    description
        .details()
        .lines()
        .map(line -> line.split("=", 2))
        .filter(pair -> pair.length == 2 && !pair[0].isBlank())
        .forEach(pair -> details.put(pair[0].strip(), pair[1].strip()));
    // What Assay knows itself goes last, so that no plug-in can say otherwise.
    details.putAll(support.details());
    details.put("guard zones", output.hasGuards() ? "on the device" : "around copies only");
    details.put("plugin.path", plugin.file().path());
    details.put("plugin.sha256", plugin.sha256());
    details.put("plugin.version", plugin.identity().version());
    details.put("plugin.build", plugin.identity().build());
    details.put("plugin.placement", plugin.file().placement());
    details.put("plugin.prepareNanos", String.valueOf(prepareNanos));
    details.put("plugin.uploadNanos", String.valueOf(uploadNanos));
    if (output.readNanos() > 0) {
      details.put("plugin.readNanos", String.valueOf(output.readNanos()));
    }
    if (!device.isHost() && !support.multiplies().isEmpty()) {
      details.put(Execution.MULTIPLIES, support.multiplies());
    }
    return new Execution(description.kernel(), description.isa(), details);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      giveBack(handle);
    }
  }

  private void giveBack(long kernel) {
    try {
      if (!plugin.isLost()) {
        if (kernel != 0) {
          plugin.release(kernel);
        }
        session.giveBack();
      }
    } catch (PluginLostException e) {
      // Its memory went with it; whoever runs the next kernel is told.
    } finally {
      arena.close();
    }
  }
}
