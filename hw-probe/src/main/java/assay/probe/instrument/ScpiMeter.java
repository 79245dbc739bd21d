package assay.probe.instrument;

import assay.probe.Reading;
import assay.probe.instrument.ScpiHello.OtherInstrumentException;
import assay.probe.telemetry.Channel;
import assay.probe.telemetry.Measure;
import assay.probe.telemetry.Sample;
import assay.probe.telemetry.Scope;
import assay.probe.telemetry.Source;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
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
  private final String part;
  private final String identity;
  private final double periodSeconds;
  private final Feed feed;
  private final Thread thread;
  private volatile boolean stopped;
  private ScpiLink link;
  private long pauseNanos;

  private ScpiMeter(
      String name,
      Connector connector,
      ScpiProfile profile,
      String part,
      ScpiHello hello,
      Channel channel) {
    this.name = name;
    this.connector = connector;
    this.profile = profile;
    this.part = part;
    identity = hello.identity();
    periodSeconds = hello.periodSeconds().asOptional().orElseThrow();
    feed = new Feed(channel, this::stop);
    thread = new Thread(this, "assay-meter");
    thread.setDaemon(true);
  }

  /**
   * Connects, asks who is there, sets it up and asks once.
   *
   * @param name as of the user's text, for sentences
   * @return the source, or why it is not one
   * @throws IllegalArgumentException for options that cannot be meant
   */
  static Reading<List<Source>> open(String name, Connector connector, MeterSpec spec) {
    ScpiProfile profile = ScpiProfile.named(spec.option("profile", ScpiProfile.GENERIC.text()));
    String part = part(spec, profile);
    Scope scope = spec.scope(Scope.WALL);
    try {
      ScpiLink link = connector.connect();
      ScpiHello hello;
      try {
        hello = ScpiHello.of(link, profile, part, "");
        requireAnswer(hello.watts(), profile.question(part));
      } catch (IOException | RuntimeException e) {
        link.close();
        throw e;
      }
      Channel channel = channel(spec, scope, name, part, hello, profile);
      ScpiMeter meter = new ScpiMeter(name, connector, profile, part, hello, channel);
      meter.link = link;
      meter.thread.start();
      return Reading.of(List.of(meter.feed), "W", name);
    } catch (OtherInstrumentException e) {
      return Reading.unsupported("%s: %s".formatted(name, e.getMessage()));
    } catch (NoSuchFileException e) {
      return Reading.absent("no " + e.getFile());
    } catch (AccessDeniedException e) {
      return Reading.denied(
          "%s may not be used by this user; give it to the user's group by chgrp and chmod, or"
                  .formatted(e.getFile())
              + " for good by a udev rule");
    } catch (IOException e) {
      return Reading.unreadable("%s: %s".formatted(name, why(e)));
    }
  }

  private static String part(MeterSpec spec, ScpiProfile profile) {
    String part = spec.option("channel", "1");
    if (!part.matches("[1-9]|sigma")) {
      throw new IllegalArgumentException(
          "channel=%s is no channel; there are 1 to 9, and sigma for all".formatted(part));
    }
    if (spec.options().containsKey("channel") && !profile.hasChannels()) {
      throw new IllegalArgumentException("profile %s has no channels".formatted(profile.text()));
    }
    return part;
  }

  /** A value that is none yet may become one; what is no answer to this question will not. */
  private static void requireAnswer(Reading<Double> watts, String question) throws IOException {
    if (watts.isUnreadable()) {
      throw new IOException(
          "%s is answered, but %s".formatted(question.strip(), Reading.why(watts)));
    }
  }

  private static Channel channel(
      MeterSpec spec, Scope scope, String name, String part, ScpiHello hello, ScpiProfile profile) {
    String id = "meter/" + name + (spec.options().containsKey("channel") ? "/" + part : "");
    Channel channel = Channel.of(id, hello.identity(), Measure.POWER, scope, spec.part(), name);
    if (hello.periodSeconds() instanceof Reading.Present<Double>(Double s, String u, String from)) {
      channel = channel.updatedEvery(s, from);
      channel = profile.averages() ? channel.averagedOver(s, from) : channel;
    }
    return hello.accuracy() instanceof Reading.Present<Double>(Double a, String u, String from)
        ? channel.accurateTo(a, from)
        : channel;
  }

  @Override
  public void run() {
    while (!stopped) {
      long began = System.nanoTime();
      try {
        if (link == null) {
          link = connector.connect();
          ScpiHello.of(link, profile, part, identity);
        }
        ask();
        pauseNanos = 0;
      } catch (IOException | RuntimeException e) {
        feed.fail("%s: %s".formatted(name, why(e)));
        drop();
        pauseNanos = Math.clamp(2 * pauseNanos, 250_000_000L, LONGEST_PAUSE_NANOS);
      }
      sleep(began + Math.max(pauseNanos, Math.round(periodSeconds * 1e9)));
    }
    drop();
  }

  /** The value held somewhere between the question and its answer. */
  private void ask() throws IOException {
    long before = System.nanoTime();
    String answer = link.ask(profile.question(part));
    long after = System.nanoTime();
    Reading<Double> watts = ScpiNumber.parse(answer, name);
    if (watts.isUnreadable()) {
      // What is no answer to this question may belong to another.
      throw new IOException("it answers \"%s\"".formatted(answer));
    }
    if (watts instanceof Reading.Present<Double>(Double value, String unit, String source)) {
      feed.add(new Sample(before + (after - before) / 2, value));
    } else {
      feed.fail(Reading.why(watts));
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

  private static String why(Exception e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }
}
