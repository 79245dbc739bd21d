package assay.kernels.plugin;

/** {@code ASSAY_FAULT_BIT} and so on, in their order: what goes wrong with the next run, once. */
public enum PluginFault {
  BIT,
  SILENT,
  HANG,
  CRASH,
  LOST;

  int number() {
    return ordinal() + 1;
  }
}
