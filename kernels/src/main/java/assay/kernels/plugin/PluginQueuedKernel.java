package assay.kernels.plugin;

import assay.kernels.Device;
import assay.kernels.DeviceTimer;
import assay.kernels.Inputs;
import assay.kernels.QueuedKernel;
import assay.kernels.Settings;
import assay.kernels.Spec;
import java.util.Optional;

/** The same where the plug-in has a queue. */
final class PluginQueuedKernel extends PluginKernel implements QueuedKernel {

  PluginQueuedKernel(
      PluginSession session,
      Device device,
      Spec spec,
      Inputs inputs,
      Settings settings,
      PluginSupport support) {
    super(session, device, spec, inputs, settings, support);
  }

  /** The plug-in's own, which tells of this run alone. */
  @Override
  public void run() {
    super.run();
  }

  @Override
  public void enqueue() {
    enqueueOnce();
  }

  @Override
  public void await() {
    try {
      session().await();
    } catch (PluginException | PluginLostException e) {
      throw failed(e);
    }
  }

  @Override
  public Optional<DeviceTimer> timer() {
    return session().plugin().has(PluginFunction.TIMER_NANOS)
        ? Optional.of(session().timer())
        : Optional.empty();
  }
}
