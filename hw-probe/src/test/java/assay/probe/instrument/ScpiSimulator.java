package assay.probe.instrument;

import assay.probe.Root;
import assay.probe.state.CpuTicks;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleUnaryOperator;

/**
 * A power analyser that speaks SCPI over TCP, with faults on demand.
 *
 * <p>By hand: {@code java -cp hw-probe/target/test-classes assay.probe.instrument.ScpiSimulator
 * 5025 40 90 5} answers 40 W and 90 W in turn, 5 s each; with {@code busy} in place of the seconds,
 * what lies between them follows the load of this machine, as it would behind a real plug.
 */
public final class ScpiSimulator implements AutoCloseable {

  /** What it does instead of answering a question for the power. */
  public enum Fault {
    NONE,
    SILENT,
    LATE,
    GARBAGE,
    NOT_A_NUMBER,
    TWICE,
    ENDLESS,
    HANGS_UP
  }

  private final ServerSocket server;
  private final DoubleUnaryOperator watts;
  private final long started = System.nanoTime();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<Socket> clients = new CopyOnWriteArrayList<>();
  private volatile String identity = "YOKOGAWA,WT310E,C3XA01234,F1.04";
  private volatile Fault fault = Fault.NONE;

  /**
   * @param port 0 for any
   * @param watts by seconds since it was started
   */
  public ScpiSimulator(int port, DoubleUnaryOperator watts) throws IOException {
    server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    this.watts = watts;
    daemon(this::accept);
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    double low = Double.parseDouble(args[1]);
    double high = Double.parseDouble(args[2]);
    DoubleUnaryOperator watts =
        args[3].equals("busy")
            ? new Load(low, high)
            : square(low, high, Double.parseDouble(args[3]));
    try (var simulator = new ScpiSimulator(Integer.parseInt(args[0]), watts)) {
      System.out.println("listening on port " + simulator.port());
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  private static DoubleUnaryOperator square(double low, double high, double seconds) {
    return t -> (long) (t / seconds) % 2 == 0 ? low : high;
  }

  /** Power by the share of CPU time that was used since the question before. */
  private static final class Load implements DoubleUnaryOperator {
    private final double idle;
    private final double full;
    private CpuTicks before = ticks();
    private double watts;

    Load(double idle, double full) {
      this.idle = idle;
      this.full = full;
      watts = idle;
    }

    private static CpuTicks ticks() {
      return Root.live()
          .text("/proc/stat")
          .flatMap((text, unit, source) -> CpuTicks.parse(text, source))
          .asOptional()
          .orElseThrow();
    }

    @Override
    public synchronized double applyAsDouble(double seconds) {
      CpuTicks now = ticks();
      double passed = now.total() - before.total();
      if (passed > 0) {
        watts = idle + (full - idle) * (now.busy() - before.busy()) / passed;
        before = now;
      }
      return watts;
    }
  }

  public int port() {
    return server.getLocalPort();
  }

  /** What was asked so far. */
  public List<String> asked() {
    return new ArrayList<>(asked);
  }

  public void set(Fault next) {
    fault = next;
  }

  public void identity(String text) {
    identity = text;
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
        daemon(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        var in =
            new BufferedReader(
                new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII))) {
      OutputStream out = client.getOutputStream();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        asked.add(line);
        if (line.equals("*IDN?")) {
          say(out, identity);
        } else if (line.endsWith("?") || line.endsWith("? 1")) {
          answer(out);
        }
      }
    } catch (IOException e) {
      // The other side has gone, or was sent away.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(OutputStream out) throws IOException, InterruptedException {
    String value =
        String.format(
            java.util.Locale.ROOT,
            "%.4E",
            watts.applyAsDouble((System.nanoTime() - started) * 1e-9));
    switch (fault) {
      case NONE -> say(out, value);
      case SILENT -> {}
      case LATE -> {
        Thread.sleep(ScpiLink.PATIENCE_MILLIS + 200);
        say(out, value);
      }
      case GARBAGE -> say(out, "-113,\"Undefined header\u0007\"");
      case NOT_A_NUMBER -> say(out, "9.91E+37");
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
    for (Socket client : clients) {
      client.close();
    }
  }
}
