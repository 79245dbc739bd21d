package assay.bench.telemetry;

import assay.kernels.Backend;
import assay.kernels.Device;
import assay.probe.Root;
import assay.probe.Sources;
import assay.probe.selftest.TriedSource;
import assay.probe.state.LoadSources;
import assay.probe.telemetry.Source;
import java.util.ArrayList;
import java.util.List;

/** Which sensors are asked while a case is measured. */
public final class CaseSources {

  private CaseSources() {}

  /**
   * Those of this machine, of the plug-in that the device belongs to, and the instruments that the
   * user named. Children that a backend has started by now count as this process.
   */
  public static List<Source> of(Backend backend, Device device, Sensing sensing) {
    if (sensing.hertz() == 0) {
      return List.of();
    }
    List<Source> sources = new ArrayList<>(ofThisProcess(sensing));
    sources.addAll(PluginSources.of(backend, device));
    return List.copyOf(sources);
  }

  /** Those of the machine, and who had its processor. */
  public static List<Source> ofThisProcess(Sensing sensing) {
    List<Source> sources = new ArrayList<>(ofMachine(sensing));
    List<Long> children = ProcessHandle.current().descendants().map(ProcessHandle::pid).toList();
    sources.addAll(LoadSources.of(Root.live(), children));
    return List.copyOf(sources);
  }

  /** Those that say something while nothing is measured, too. */
  public static List<Source> ofMachine(Sensing sensing) {
    return TriedSource.of(Sources.live(sensing.meters()).sources(), sensing.tried());
  }
}
