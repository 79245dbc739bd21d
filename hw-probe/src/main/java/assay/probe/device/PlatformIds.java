package assay.probe.device;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Accelerators that sit on a chip's own bus: their device-tree {@code compatible} strings.
 *
 * <p>Facts from Linux's Documentation/devicetree/bindings and from vendor kernels (Exynos NPU,
 * Rockchip rknpu, Tegra nvdla).
 */
final class PlatformIds {

  /** What a compatible string means. */
  record Entry(Pattern compatible, String kind, String name) {}

  private static final List<Entry> TABLE =
      List.of(
          entry("rockchip,(rk\\w+)-(rknn-core|rknpu)", "npu", "Rockchip NPU ($1)"),
          entry("rockchip,rknpu", "npu", "Rockchip NPU"),
          entry("samsung,exynos-?(\\w*)-?npu.*", "npu", "Samsung Exynos NPU"),
          entry("samsung,exynos.*-(sgpu|xclipse)", "gpu", "Samsung Xclipse GPU"),
          entry("nvidia,(tegra\\d+)-nvdla", "npu", "NVIDIA DLA ($1)"),
          entry("nvidia,(ga10b|gv11b|gp10b|gm20b)", "gpu", "NVIDIA Tegra GPU ($1)"),
          entry("arm,ethos-([nu]\\d*)", "npu", "Arm Ethos-$1"),
          entry("mediatek,(mt\\d+)-(apu|vpu|mdla)\\w*", "npu", "MediaTek APU ($1)"),
          entry("fsl,(imx\\w+)-neutron\\S*", "npu", "NXP Neutron NPU ($1)"),
          entry("amlogic,\\S*npu\\S*", "npu", "Amlogic NPU"),
          entry("qcom,(\\w+)-cdsp-pas", "npu", "Qualcomm Hexagon DSP ($1)"),
          entry("vivante,gc", "gpu", "VeriSilicon GPU or NPU"),
          entry("brcm,(\\d+)-v3d", "gpu", "Broadcom V3D ($1)"),
          entry("(?:\\w+,\\S+-mali|arm,mali-\\S+)", "gpu", "Arm Mali GPU"),
          entry("qcom,adreno\\S*", "gpu", "Qualcomm Adreno GPU"),
          entry("img,\\S*(powervr|img)\\S*", "gpu", "Imagination PowerVR GPU"),
          entry("apple,agx-\\S+", "gpu", "Apple GPU"));

  private PlatformIds() {}

  /** The first of a device's compatible strings that the table knows; $1 becomes its chip. */
  static Optional<PciIds.Entry> find(List<String> compatible) {
    for (String text : compatible) {
      for (Entry entry : TABLE) {
        var matcher = entry.compatible.matcher(text);
        if (matcher.matches()) {
          String chip =
              matcher.groupCount() > 0 && matcher.group(1) != null ? matcher.group(1) : "";
          return Optional.of(new PciIds.Entry(entry.kind, entry.name.replace("$1", chip)));
        }
      }
    }
    return Optional.empty();
  }

  private static Entry entry(String compatible, String kind, String name) {
    return new Entry(Pattern.compile(compatible), kind, name);
  }
}
