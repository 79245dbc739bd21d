package assay.bench.conform;

import assay.kernels.contract.Cases;
import assay.kernels.contract.ContractCase;
import assay.kernels.plugin.Plugin;
import assay.kernels.plugin.PluginBackend;
import assay.kernels.plugin.PluginException;
import assay.kernels.plugin.PluginSupport;
import assay.reports.conform.Fault;
import java.util.List;

/**
 * That a plug-in keeps to the interface. The library is loaded before any probe runs: one without
 * the symbol, of another version or with structs of another size is refused there.
 */
final class AbiRung implements Rung {

  private static final int NO_DEVICE = 9999;

  @Override
  public String id() {
    return "abi";
  }

  @Override
  public String title() {
    return "Interface";
  }

  @Override
  public String asks() {
    return "Does it keep to the plug-in interface?";
  }

  @Override
  public List<Probe> probes(Level level) {
    return List.of(new Probe("abi.table", 4, AbiRung::table));
  }

  private static void table(Examination exam) {
    check(
        exam,
        "says which build it is",
        (backend, plugin) -> {
          if (plugin.identity().version().isBlank() || plugin.identity().build().isBlank()) {
            exam.find(Fault.ABI, "has no version or no build_id");
          }
        });
    check(
        exam,
        "refuses a device that there is not",
        (backend, plugin) -> {
          try {
            plugin.device(NO_DEVICE);
            exam.find(Fault.ABI, "answers for device %d, which there is not".formatted(NO_DEVICE));
          } catch (PluginException e) {
            // As it should.
          }
        });
    check(exam, "says why it does not support a spec", (backend, plugin) -> reasons(exam, backend));
    check(
        exam,
        "answers alike when asked again",
        (backend, plugin) -> {
          for (ContractCase one : Cases.repeated()) {
            var first = backend.support(one.spec(), exam.candidate().device());
            if (!first.equals(backend.support(one.spec(), exam.candidate().device()))) {
              exam.find(Fault.ABI, "answers query of %s in two ways".formatted(one.spec()));
            }
          }
        });
  }

  private static void reasons(Examination exam, PluginBackend backend) {
    for (ContractCase one : Cases.repeated()) {
      PluginSupport support = backend.support(one.spec(), exam.candidate().device()).orElseThrow();
      if (support.level() == PluginSupport.Level.UNSUPPORTED && support.reason().isBlank()) {
        exam.find(Fault.ABI, "does not say why it cannot run %s".formatted(one.spec()));
      }
    }
  }

  /** Asks the plug-in itself. */
  @FunctionalInterface
  private interface Question {
    void ask(PluginBackend backend, Plugin plugin);
  }

  private static void check(Examination exam, String what, Question question) {
    exam.check(
        what,
        () -> {
          PluginBackend backend =
              exam.candidate()
                  .plugin()
                  .orElseThrow(
                      () -> new NotMadeException("a backend of Assay has no plug-in interface"));
          question.ask(backend, backend.loaded().orElseThrow());
        });
  }
}
