package assay.probe.instrument;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleUnaryOperator;

/**
 * A power analyser that speaks SCPI over TCP, with faults on demand. As a real one it gives no
 * answer to a question that it does not know.
 *
 * <p>By hand: {@code java -cp hw-probe/target/test-classes:hw-probe/target/classes
 * assay.probe.instrument.ScpiSimulator --port 0 --watts square:5s,40,90} prints its port and
 * answers 40 W and 90 W in turn, 5 s each; with {@code busy:40,90} what lies between them follows
 * the load of this machine. {@code 5025 40 90 5} and {@code 5025 40 90 busy} are short for these.
 */
public final class ScpiSimulator implements AutoCloseable {

  /** What it does instead of answering a question for the power. */
  public enum Fault {
    NONE,
    SILENT,
    LATE,
    SLOW,
    GARBAGE,
    EMPTY,
    HALF,
    NOT_A_NUMBER,
    OVERRANGE,
    NEGATIVE,
    UNITS,
    COMMA,
    TWICE,
    ENDLESS,
    HANGS_UP
  }

  private static final String POWER =
      "MEASURE:POWER\\?( \\(@\\d\\))?|:NUMERIC:NORMAL:VALUE\\? 1|FETCH\\? W|:MEASURE\\? P\\d";

  private final ServerSocket server;
  private final DoubleUnaryOperator watts;
  private final long started = System.nanoTime();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<Socket> clients = new CopyOnWriteArrayList<>();
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private volatile Fault fault = Fault.NONE;

  /**
   * @param port 0 for any
   * @param watts by seconds since it was started
   */
  public ScpiSimulator(int port, DoubleUnaryOperator watts) throws IOException {
    server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    this.watts = watts;
    identity("YOKOGAWA,WT310E,C3XA01234,F1.04");
    answers.put(":RATE?", "100.00E-03");
    answers.put(":INPUT:VOLTAGE:RANGE?", "300.0E+00");
    answers.put(":INPUT:CURRENT:RANGE?", "1.000E+00");
    daemon(this::accept);
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    int port = 0;
    String power = "square:5s,40,90";
    String identity = "YOKOGAWA,WT310E,SIMULATED,F1.04";
    if (args.length == 4 && !args[0].startsWith("-")) {
      String wave = args[1] + "," + args[2];
      power = args[3].equals("busy") ? "busy:" + wave : "square:" + args[3] + "," + wave;
      args = new String[] {"--port", args[0]};
    }
    for (int i = 0; i + 1 < args.length; i += 2) {
      switch (args[i]) {
        case "--port" -> port = Integer.parseInt(args[i + 1]);
        case "--watts" -> power = args[i + 1];
        case "--identity" -> identity = args[i + 1];
        default ->
            throw new IllegalArgumentException(
                args[i] + " is none of --port N, --watts WAVE, --identity TEXT");
      }
    }
    try (var simulator = new ScpiSimulator(port, PowerWave.parse(power))) {
      simulator.identity(identity);
      System.out.println("listening on port " + simulator.port());
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  public int port() {
    return server.getLocalPort();
  }

  /** What was asked so far. */
  public List<String> asked() {
    return new ArrayList<>(asked);
  }

  /** When its wave began, of {@link System#nanoTime}. */
  long startedNanos() {
    return started;
  }

  public void set(Fault next) {
    fault = next;
  }

  public void identity(String text) {
    answer("*IDN?", text);
  }

  public void answer(String question, String text) {
    answers.put(question, text);
  }

  /** Ends every conversation, as an instrument does that is switched off and on. */
  public void hangUp() throws IOException {
    for (Socket client : clients) {
      client.close();
    }
    clients.clear();
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "scpi-simulator");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        clients.add(client);
        daemon(() -> {
          try (client) {
            serve(client.getInputStream(), client.getOutputStream());
          } catch (IOException e) {
            // The other side has gone, or was sent away.
          }
        });
      } catch (IOException e) {
        return;
      }
    }
  }

  /** One conversation, over whatever way. */
  void serve(InputStream questions, OutputStream out) throws IOException {
    var in = new BufferedReader(new InputStreamReader(questions, StandardCharsets.US_ASCII));
    try {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        asked.add(line);
        if (answers.containsKey(line)) {
          say(out, answers.get(line));
        } else if (line.matches(POWER)) {
          answer(out);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(OutputStream out) throws IOException, InterruptedException {
    double now = watts.applyAsDouble((System.nanoTime() - started) * 1e-9);
    String value = String.format(Locale.ROOT, "%.4E", now);
    switch (fault) {
      case NONE -> say(out, value);
      case SILENT -> {}
      case LATE -> {
        Thread.sleep(ScpiLink.PATIENCE_MILLIS + 200);
        say(out, value);
      }
      case SLOW -> {
        Thread.sleep(ScpiLink.PATIENCE_MILLIS / 4);
        say(out, value);
      }
      case GARBAGE -> say(out, "-113,\"Undefined header\u0007\"");
      case EMPTY -> say(out, "");
      case HALF -> {
        out.write(value.substring(0, 3).getBytes(StandardCharsets.US_ASCII));
        throw new IOException("hung up in the middle of a line");
      }
      case NOT_A_NUMBER -> say(out, "9.91E+37");
      case OVERRANGE -> say(out, "9.9E+37");
      case NEGATIVE -> say(out, "-" + value);
      case UNITS -> say(out, value + " W");
      case COMMA -> say(out, value.replace('.', ','));
      case TWICE -> say(out, value + "\n" + value);
      case ENDLESS -> out.write("1".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII));
      case HANGS_UP -> throw new IOException("hung up");
    }
  }

  private static void say(OutputStream out, String text) throws IOException {
    out.write((text + "\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    server.close();
    hangUp();
  }
}
