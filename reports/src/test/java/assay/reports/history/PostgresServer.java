package assay.reports.history;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real PostgreSQL server in a folder of its own, from Debian's package. */
public final class PostgresServer implements AutoCloseable {

  public static final String PASSWORD = "s3cret word";

  private static final Path INSTALLED = Path.of("/usr/lib/postgresql");

  private final Path bin;
  private final Path folder;
  private final int port;
  private Process running;

  private PostgresServer(Path bin, Path folder, int port) {
    this.bin = bin;
    this.folder = folder;
    this.port = port;
  }

  /**
   * Skips the calling test where PostgreSQL is not installed, or fails it when {@code
   * ASSAY_REQUIRE_PEERS} is true.
   */
  public static PostgresServer start() throws IOException, InterruptedException {
    Path bin = bin();
    Path folder = Files.createTempDirectory("assay-postgres");
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    PostgresServer server = new PostgresServer(bin, folder, port);
    Path password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
    if (isRoot()) {
      server.run("chown", "-R", "postgres", folder.toString());
    }
    server.runAsOwner(
        bin.resolve("initdb").toString(),
        "--pgdata=" + folder.resolve("data"),
        "--username=assay",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--no-sync",
        "--pwfile=" + password);
    server.restart();
    return server;
  }

  private static Path bin() throws IOException {
    if (Files.isDirectory(INSTALLED)) {
      try (Stream<Path> versions = Files.list(INSTALLED)) {
        Path newest =
            versions.max(Comparator.naturalOrder()).map(v -> v.resolve("bin")).orElse(null);
        if (newest != null && Files.isExecutable(newest.resolve("initdb"))) {
          return newest;
        }
      }
    }
    String message = "PostgreSQL is not installed in " + INSTALLED;
    if (Boolean.parseBoolean(System.getenv("ASSAY_REQUIRE_PEERS"))) {
      fail(message);
    }
    return abort(message);
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  public void restart() throws IOException, InterruptedException {
    running =
        new ProcessBuilder(
                asOwner(
                    bin.resolve("postgres").toString(),
                    "-D",
                    folder.resolve("data").toString(),
                    "-p",
                    Integer.toString(port),
                    "-c",
                    "listen_addresses=127.0.0.1",
                    "-c",
                    "unix_socket_directories="))
            .redirectErrorStream(true)
            .redirectOutput(folder.getParent().resolve(folder.getFileName() + ".log").toFile())
            .start();
    for (int attempt = 0; attempt < 300; attempt++) {
      try {
        new org.postgresql.Driver()
            .connect(
                "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port),
                PostgresAddress.parse(url("postgres"), Map.of()).driverSettings())
            .close();
        return;
      } catch (java.sql.SQLException e) {
        Thread.sleep(100);
      }
    }
    throw new IOException("the server does not answer; see " + folder + ".log");
  }

  /** As a power cut: no client hears of it but by its connection. */
  public void crash() throws IOException, InterruptedException {
    // runuser and the children of the server go with it.
    List<ProcessHandle> all = new ArrayList<>(running.descendants().toList());
    all.add(running.toHandle());
    all.forEach(ProcessHandle::destroyForcibly);
    running.waitFor(20, TimeUnit.SECONDS);
    for (ProcessHandle each : all) {
      each.onExit().orTimeout(20, TimeUnit.SECONDS).join();
    }
    Files.deleteIfExists(folder.resolve("data/postmaster.pid"));
  }

  public String url(String database) {
    return "postgresql://assay:%s@127.0.0.1:%d/%s"
        .formatted(PASSWORD.replace(" ", "%20"), port, database);
  }

  public String urlWithoutPassword(String database) {
    return "postgresql://assay@127.0.0.1:%d/%s".formatted(port, database);
  }

  private List<String> asOwner(String... command) {
    List<String> all = new ArrayList<>();
    if (isRoot()) {
      // initdb and postgres refuse to run as root.
      all.addAll(List.of("runuser", "-u", "postgres", "--"));
    }
    all.addAll(List.of(command));
    return all;
  }

  private void runAsOwner(String... command) throws IOException, InterruptedException {
    run(asOwner(command).toArray(String[]::new));
  }

  private void run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + said);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      crash();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(folder.getParent().resolve(folder.getFileName() + ".log"));
  }
}
