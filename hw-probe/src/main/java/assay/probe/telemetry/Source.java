package assay.probe.telemetry;

import assay.probe.Reading;
import java.util.List;

/** Where one channel's values come from. Asked by one thread at a time. */
public interface Source extends AutoCloseable {

  Channel channel();

  /**
   * What is new since the last call, oldest first: one value of a file or a function, many of a
   * driver's buffer, none of a meter that has sent nothing. Never throws and never waits longer
   * than a tenth of a second; what cannot be read is a reason.
   */
  Reading<List<Sample>> read();

  /** Lets go of what reading needs; nothing for files. */
  @Override
  default void close() {}
}
