package assay.probe.instrument;

import java.io.IOException;

/** A way to an instrument: a question goes out as a line, and a line comes back. */
interface ScpiLink extends AutoCloseable {

  /** How long an answer is waited for. A query of a power analyser takes some tens of ms. */
  int PATIENCE_MILLIS = 1000;

  /** More than any answer that is asked for here; beyond it something else is talking. */
  int MOST_BYTES = 4096;

  /**
   * @throws IOException when no answer came in time, or it is no line of text; the link is then not
   *     to be used again, since a late answer would be taken for that to the next question
   */
  String ask(String question) throws IOException;

  /** Sends a command that has no answer. */
  void tell(String command) throws IOException;

  @Override
  void close();
}
