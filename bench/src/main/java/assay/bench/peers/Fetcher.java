package assay.bench.peers;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Brings an archive into a folder. */
final class Fetcher {

  private static final Duration CONNECT = Duration.ofSeconds(30);
  private static final long MINUTES = 15;

  private final Clients clients;

  Fetcher(Clients clients) {
    this.clients = clients;
  }

  /**
   * @param folder empty, and ours
   * @return the archive, unchecked
   * @throws PeerInstallException when there is no client, or it fails
   */
  Path fetch(PeerSource source, Path folder) throws IOException {
    Path archive = folder.resolve(source.file());
    switch (source) {
      case PeerSource.Npm npm -> {
        Path program =
            clients
                .program("npm")
                .orElseThrow(() ->
                    new PeerInstallException(
                        "there is no npm on the PATH to fetch %s with"
                            .formatted(source.coordinates())));
        run(List.of(program.toString(), "pack", "--silent", npm.coordinates()), folder);
      }
      case PeerSource.Maven maven -> {
        var program = clients.program("mvn");
        if (program.isPresent()) {
          run(
              List.of(
                  program.get().toString(),
                  "-B",
                  "-q",
                  "dependency:copy",
                  "-Dartifact=" + maven.coordinates(),
                  "-DoutputDirectory=" + folder),
              folder);
        } else {
          download(clients.mavenRepository().address(maven), archive);
        }
      }
    }
    if (!Files.isRegularFile(archive)) {
      throw new PeerInstallException(
          "fetching %s left no %s".formatted(source.coordinates(), source.file()));
    }
    return archive;
  }

  private static void run(List<String> command, Path folder) throws IOException {
    Path output = folder.resolve("client.log");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    process.getOutputStream().close();
    try {
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        throw new PeerInstallException(
            "%s was still running after %d minutes".formatted(command.getFirst(), MINUTES));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PeerInstallException("interrupted while %s ran".formatted(command.getFirst()));
    } finally {
      process.destroy();
    }
    if (process.exitValue() != 0) {
      throw new PeerInstallException(
          "%s failed: %s".formatted(String.join(" ", command), firstWords(output)));
    }
  }

  /** The first line that says something, without control characters. */
  private static String firstWords(Path output) throws IOException {
    return new String(Files.readAllBytes(output), StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.replaceAll("\\p{Cntrl}", " ").strip())
        .filter(line -> !line.isEmpty())
        .findFirst()
        .map(line -> line.substring(0, Math.min(line.length(), 300)))
        .orElse("it said nothing");
  }

  private static void download(URI address, Path archive) {
    try (HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build()) {
      HttpRequest request =
          HttpRequest.newBuilder(address).timeout(Duration.ofMinutes(MINUTES)).build();
      int status = client.send(request, HttpResponse.BodyHandlers.ofFile(archive)).statusCode();
      if (status != 200) {
        throw new PeerInstallException("%s answered %d".formatted(address, status));
      }
    } catch (IOException e) {
      throw new PeerInstallException(
          "%s could not be fetched: %s"
              .formatted(address, e.getMessage() == null ? e : e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PeerInstallException("interrupted while fetching " + address);
    }
  }
}
