package assay.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One machine as the probe found it; written into every run record.
 *
 * @param devices GPUs, NPUs and other accelerators
 * @param sensors power, temperature, fan, clock and error counters; a family that this machine
 *     lacks has one entry whose reading says why
 * @param findings sentences for people: a card in a narrow slot, a counter that must not be added
 */
public record Machine(
    Host host,
    Cpu cpu,
    List<Cache> caches,
    List<NumaNode> numa,
    Memory memory,
    List<AcceleratorDevice> devices,
    List<Sensor> sensors,
    List<String> findings) {

  public Machine {
    caches = List.copyOf(caches);
    numa = List.copyOf(numa);
    devices = List.copyOf(devices);
    sensors = List.copyOf(sensors);
    findings = List.copyOf(findings);
  }

  Machine withFinding(String finding) {
    List<String> more = new ArrayList<>(findings);
    more.add(finding);
    return new Machine(host, cpu, caches, numa, memory, devices, sensors, more);
  }

  /**
   * @param model of the board or product
   * @param firmware BIOS or UEFI version and date
   * @param virtualisation hypervisor, or "none" on bare metal
   * @param container engine, or "none"
   * @param mitigations CPU vulnerability name and state, one a line
   */
  public record Host(
      Reading<String> name,
      Reading<String> model,
      Reading<String> firmware,
      Reading<String> os,
      Reading<String> kernel,
      Reading<String> commandLine,
      Reading<String> virtualisation,
      Reading<String> container,
      Reading<List<String>> mitigations) {}

  /**
   * @param architecture x86_64, aarch64, arm, riscv64
   * @param quotaCores how many cores' worth of time the container may use
   * @param isa flags that matter to kernels, in Linux's spelling: avx2, fma, avx512_vnni, asimddp,
   *     sve, v
   * @param vectorBits widest usable vector; SVE and RVV as the kernel states them
   * @param governor of frequency scaling; differing policies are listed together
   * @param boost "on" or "off"
   * @param kinds of cores, fastest first; one entry where all are alike
   */
  public record Cpu(
      Reading<String> architecture,
      Reading<String> vendor,
      Reading<String> name,
      Reading<String> family,
      Reading<String> model,
      Reading<String> stepping,
      Reading<String> microcode,
      Reading<Integer> logicalCores,
      Reading<Integer> physicalCores,
      Reading<Integer> packages,
      Reading<Double> quotaCores,
      Reading<List<String>> isa,
      Reading<Integer> vectorBits,
      Reading<String> governor,
      Reading<String> boost,
      Reading<Double> maxMegahertz,
      List<CoreKind> kinds) {}

  /**
   * Cores that are alike.
   *
   * @param cores logical cores, as in "0-7,16"
   */
  public record CoreKind(String name, String cores, int count, Reading<Double> maxMegahertz) {}

  /**
   * All caches of one level, type and geometry.
   *
   * @param type Data, Instruction or Unified
   * @param bytes of one instance
   * @param sharedBy logical cores that share the first instance, as in "0-1"
   */
  public record Cache(
      int level,
      String type,
      long bytes,
      Reading<Integer> lineBytes,
      Reading<Integer> ways,
      Reading<String> sharedBy,
      int instances) {}

  /**
   * @param cores as in "0-15"; empty for a node that is memory only (CXL, HBM)
   * @param distances to each node in node order; 10 is local
   */
  public record NumaNode(
      int id, String cores, Reading<Long> bytes, Reading<List<Integer>> distances) {}

  /**
   * @param limitBytes that the container may use
   * @param transparentHugePages always, madvise or never
   */
  public record Memory(
      Reading<Long> totalBytes,
      Reading<Long> availableBytes,
      Reading<Long> swapBytes,
      Reading<Long> limitBytes,
      Reading<String> transparentHugePages) {}

  /**
   * @param kind gpu, npu, accelerator, or display for a chip that only scans out a picture
   * @param address PCI address or device-tree path
   * @param link PCIe speed and width, and what the device could do where that is more
   * @param nodes device files that programs open
   * @param details by the driver's or the maker's name: serial, firmware, memory
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
      Reading<Integer> numaNode,
      List<String> nodes,
      Map<String, Reading<String>> details) {}

  /**
   * @param id stable over reboots, unlike Linux's hwmon numbers: {@code k10temp/temp1}
   * @param label as the driver names it, or ""
   * @param quantity power, energy, temperature, frequency, fan, voltage, current, charge, share or
   *     count
   * @param scope machine, platform, package, core, uncore, memory, device, module, rail, battery or
   *     wall
   * @param reading in W, J, °C, Hz, RPM, V, A, % or counts
   * @param limit where an energy counter wraps, what a cap allows, the critical temperature
   */
  public record Sensor(
      String id,
      String label,
      String quantity,
      String scope,
      String source,
      Reading<Double> reading,
      Reading<Double> limit) {}
}
