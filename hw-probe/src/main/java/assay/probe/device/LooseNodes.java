package assay.probe.device;

import assay.probe.Reading;
import assay.probe.Root;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Device files that no bus entry accounts for, as in containers and WSL, where a device is passed
 * in and its bus is not.
 */
final class LooseNodes {

  private record NodeName(String folder, String pattern, String kind, String name) {}

  private static final List<NodeName> NAMES =
      List.of(
          new NodeName("/dev", "nvidia\\d+", "gpu", "NVIDIA GPU"),
          new NodeName("/dev", "dxg", "gpu", "GPU of the Windows host (WSL)"),
          new NodeName("/dev", "mali\\d+", "gpu", "Arm Mali GPU"),
          new NodeName("/dev", "hailo\\d+", "npu", "Hailo NPU"),
          new NodeName("/dev", "rbln\\d+", "npu", "Rebellions NPU"),
          new NodeName("/dev", "apex_\\d+", "npu", "Google Edge TPU"),
          new NodeName("/dev", "neuron\\d+", "npu", "AWS Neuron device"),
          new NodeName("/dev", "(rknpu|vertex\\d+|galcore)", "npu", "NPU of the system on chip"),
          new NodeName("/dev/tenstorrent", "\\d+", "npu", "Tenstorrent card"),
          new NodeName("/dev/accel", "accel\\d+", "accelerator", "accelerator"));

  private final Root root;

  LooseNodes(Root root) {
    this.root = root;
  }

  void addTo(List<Found> found) {
    Set<String> known = new HashSet<>();
    found.forEach(device -> known.addAll(device.nodes));
    for (NodeName name : NAMES) {
      for (String entry : root.names(name.folder)) {
        String node = name.folder + "/" + entry;
        if (entry.matches(name.pattern) && known.add(node)) {
          Found device =
              new Found(
                  name.kind,
                  Reading.of(name.name, "", "name of the device file"),
                  Reading.absent("no bus entry leads to " + node));
          device.nodes.add(node);
          found.add(device);
        }
      }
    }
  }
}
