package assay.bench.conform;

import java.util.List;

/**
 * That a plug-in keeps to the interface: symbol, version, sizes. The library is loaded before any
 * probe runs, so what is wrong there is told by the loader and counts here.
 */
final class AbiRung implements Rung {

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
    return List.of(new Probe("abi.table", 1, AbiRung::table));
  }

  private static void table(Examination exam) {
    exam.check(
        "the table of functions",
        () -> {
          throw new NotMadeException("a backend of Assay has no plug-in interface");
        });
  }
}
