package assay.probe.instrument;

import assay.probe.Reading;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Sample;
import assay.probe.telemetry.Scope;
import assay.probe.telemetry.Source;
import java.io.IOException;
import java.util.List;

/**
 * A power analyser that is asked again and again by a thread of its own.
 *
 * <p>Where it does not answer in time, the connection is given up and made anew: only then is the
 * next answer surely that to the next question.
 */
final class ScpiMeter implements Runnable {

  /** How to reach it; called again after each failure. */
  interface Connector {
    ScpiLink connect() throws IOException;
  }

  private static final long LONGEST_PAUSE_NANOS = 5_000_000_000L;

  private final String name;
  private final Connector connector;
  private final ScpiProfile profile;
  private final Feed feed;
  private final Thread thread;
  private volatile boolean stopped;
  private ScpiLink link;
  private long pauseNanos;

  private ScpiMeter(
      String name, Connector connector, ScpiProfile profile, MeterSpec spec, String identity) {
    this.name = name;
    this.connector = connector;
    this.profile = profile;
    feed = new Feed(channel(spec, profile, name, identity), this::stop);
    thread = new Thread(this, "assay-meter");
    thread.setDaemon(true);
  }

  /**
   * Connects, asks who is there and sets it up.
   *
   * @param name as of the user's text, for sentences
   * @return the source, or why it is not one
   */
  static Reading<List<Source>> open(String name, Connector connector, MeterSpec spec) {
    ScpiProfile profile = ScpiProfile.named(spec.option("profile", ScpiProfile.GENERIC.text()));
    spec.scope(Scope.WALL);
    try {
      ScpiLink link = connector.connect();
      String identity;
      try {
        identity = greet(link, profile);
      } catch (IOException | RuntimeException e) {
        link.close();
        throw e;
      }
      ScpiMeter meter = new ScpiMeter(name, connector, profile, spec, identity);
      meter.link = link;
      meter.thread.start();
      return Reading.of(List.of(meter.feed), "W", name);
    } catch (OtherInstrumentException e) {
      return Reading.unsupported("%s: %s".formatted(name, e.getMessage()));
    } catch (IOException e) {
      return Reading.unreadable("%s: %s".formatted(name, why(e)));
    }
  }

  private static Channel channel(
      MeterSpec spec, ScpiProfile profile, String name, String identity) {
    return Channel.of(
            "meter/" + name, identity, Measure.POWER, spec.scope(Scope.WALL), spec.part(), name)
        .updatedEvery(profile.periodSeconds(), "estimate: its maker's usual setting")
        .averagedOver(profile.periodSeconds(), "estimate: its maker's usual setting");
  }

  /** Every command and question goes to a program of another maker only when it is known. */
  private static String greet(ScpiLink link, ScpiProfile profile) throws IOException {
    String identity = link.ask("*IDN?");
    if (!profile.fits(identity)) {
      throw new OtherInstrumentException(
          "it says it is \"%s\", which the profile %s is not for; name another with ?profile="
              .formatted(identity, profile.text()));
    }
    for (String command : profile.setUp()) {
      link.tell(command);
    }
    return identity;
  }

  private static final class OtherInstrumentException extends IOException {
    private static final long serialVersionUID = 1L;

    OtherInstrumentException(String message) {
      super(message);
    }
  }

  @Override
  public void run() {
    while (!stopped) {
      long began = System.nanoTime();
      try {
        if (link == null) {
          link = connector.connect();
          greet(link, profile);
        }
        ask();
        pauseNanos = 0;
      } catch (IOException e) {
        feed.fail("%s: %s".formatted(name, why(e)));
        drop();
        pauseNanos = Math.clamp(2 * pauseNanos, 250_000_000L, LONGEST_PAUSE_NANOS);
      }
      sleep(began + Math.max(pauseNanos, Math.round(profile.periodSeconds() * 1e9)));
    }
    drop();
  }

  /** The value held somewhere between the question and its answer. */
  private void ask() throws IOException {
    long before = System.nanoTime();
    String answer = link.ask(profile.question());
    long after = System.nanoTime();
    switch (ScpiNumber.parse(answer, name)) {
      case Reading.Present<Double> watts ->
          feed.add(new Sample(before + (after - before) / 2, watts.value()));
      case Reading.Unavailable<Double>(String reason) -> {
        if (reason.startsWith("unreadable")) {
          // What is no answer to this question may belong to another.
          throw new IOException("it answers \"%s\"".formatted(answer));
        }
        feed.fail(Reading.why(Reading.unavailable(reason)));
      }
    }
  }

  private void drop() {
    if (link != null) {
      link.close();
      link = null;
    }
  }

  private void sleep(long untilNanos) {
    try {
      Thread.sleep(Math.max(0, (untilNanos - System.nanoTime()) / 1_000_000));
    } catch (InterruptedException e) {
      stopped = true;
    }
  }

  private void stop() {
    stopped = true;
    thread.interrupt();
  }

  private static String why(IOException e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }
}
