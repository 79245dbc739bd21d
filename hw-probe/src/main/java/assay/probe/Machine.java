package assay.probe;

import java.util.List;

/**
 * One machine as the probe found it; written into every run record.
 *
 * @param devices GPUs, NPUs and other accelerators
 * @param sensors power, temperature, fan and clock sensors that exist
 */
public record Machine(
    Host host,
    Cpu cpu,
    List<Cache> caches,
    List<NumaNode> numa,
    Memory memory,
    List<AcceleratorDevice> devices,
    List<Sensor> sensors) {

  /**
   * @param virtualisation hypervisor or container, "none" on bare metal
   * @param mitigations CPU vulnerability name and state, one a line
   */
  public record Host(
      Reading<String> name,
      Reading<String> model,
      Reading<String> os,
      Reading<String> kernel,
      Reading<String> virtualisation,
      Reading<List<String>> mitigations) {}

  /**
   * @param architecture x86_64, aarch64, riscv64
   * @param isa typed flags that matter to kernels: avx2, fma, avx512_vnni, asimddp, sve, rvv
   * @param vectorBits widest usable vector, SVE and RVV lengths as read at run time
   */
  public record Cpu(
      String architecture,
      Reading<String> vendor,
      Reading<String> name,
      Reading<String> family,
      Reading<String> model,
      Reading<String> stepping,
      Reading<String> microcode,
      int logicalCores,
      Reading<Integer> physicalCores,
      Reading<Integer> packages,
      Reading<List<String>> isa,
      Reading<Integer> vectorBits,
      Reading<String> governor,
      Reading<Double> maxMegahertz) {}

  /**
   * @param type Data, Instruction or Unified
   * @param sharedBy logical cores that share one instance, as in "0-1"
   */
  public record Cache(
      int level,
      String type,
      long bytes,
      Reading<Integer> lineBytes,
      Reading<Integer> ways,
      Reading<String> sharedBy,
      int instances) {}

  public record NumaNode(int id, String cores, Reading<Long> bytes) {}

  public record Memory(Reading<Long> totalBytes, Reading<Long> availableBytes) {}

  /**
   * @param kind gpu, npu, accelerator or unknown
   * @param address PCI address or device-tree path
   */
  public record AcceleratorDevice(
      String kind,
      Reading<String> name,
      Reading<String> address,
      Reading<String> vendorId,
      Reading<String> deviceId,
      Reading<String> revision,
      Reading<String> driver,
      Reading<String> link,
      Reading<Integer> numaNode) {}

  /**
   * @param quantity power, energy, temperature, frequency, fan, voltage or current
   * @param scope wall, board, package, core, module or rail
   */
  public record Sensor(
      String id, String quantity, String scope, String source, Reading<Double> reading) {}
}
