package assay.bench.run;

import assay.bench.fork.ForkReport;

/** Is told how a run goes. */
public interface Progress {

  /**
   * @param done forks that an earlier attempt has measured
   */
  void begin(int done, int forks);

  /** A step that is not a fork: probing, ceilings. */
  void step(String what);

  void fork(ForkReport report);

  /** A fork of the plan will not run. */
  void skip();

  /** A case that is repeated for long has come further. */
  default void load(LoadState state) {}

  void end();

  Progress SILENT =
      new Progress() {
        @Override
        public void begin(int done, int forks) {}

        @Override
        public void step(String what) {}

        @Override
        public void fork(ForkReport report) {}

        @Override
        public void skip() {}

        @Override
        public void end() {}
      };
}
