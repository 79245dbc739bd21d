package assay.bench.cli;

import assay.bench.fork.JvmFlags;
import assay.bench.fork.PeerTrial;
import assay.bench.subject.KnownBackends;
import assay.kernels.Availability;
import assay.kernels.Backend;
import assay.kernels.Device;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

@Command(
    name = "backends",
    mixinStandardHelpOptions = true,
    subcommands = BackendsInstallCommand.class,
    description = "Lists each backend and device: available, or why not.",
    footer = {"", "Example: assay backends --json"})
final class BackendsCommand implements Callable<Integer> {

  @Spec private CommandSpec command;

  @Option(names = "--json", description = "Print JSON for programs.")
  private boolean json;

  @Mixin private PluginOptions plugins = new PluginOptions();

  @Override
  public Integer call() throws IOException {
    List<Backend> backends =
        plugins.with(
            new PeerTrial(JvmFlags.loading(), PeerTrial.SECONDS)
                .of(KnownBackends.all(), id -> true, List.of()));
    PrintWriter out = command.commandLine().getOut();
    if (json) {
      out.println(
          JsonMapper.builder()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .build()
              .writeValueAsString(backends.stream().map(BackendsCommand::row).toList()));
    } else {
      backends.forEach(backend -> print(out, backend));
    }
    out.flush();
    return ExitCode.OK;
  }

  private static void print(PrintWriter out, Backend backend) {
    String state =
        switch (backend.availability()) {
          case Availability.Available available -> "available";
          case Availability.Unavailable unavailable -> "not available: " + unavailable.reason();
        };
    out.printf("%-12s %s%n", backend.id(), backend.description());
    out.printf("%-12s %s%n", "", state);
    for (Device device : backend.devices()) {
      out.printf("%-12s device %s: %s%n", "", device.id(), device.name());
      backend.notes(device).forEach(note -> out.printf("%-12s   %s%n", "", note));
    }
    backend.remarks().forEach(remark -> out.printf("%-12s no device: %s%n", "", remark));
  }

  private static Map<String, Object> row(Backend backend) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", backend.id());
    row.put("description", backend.description());
    row.put("available", backend.availability().isAvailable());
    if (backend.availability() instanceof Availability.Unavailable unavailable) {
      row.put("reason", unavailable.reason());
    }
    row.put("devices", List.copyOf(backend.devices()));
    Map<String, List<String>> notes = notes(backend);
    if (!notes.isEmpty()) {
      row.put("notes", notes);
    }
    if (!backend.remarks().isEmpty()) {
      row.put("remarks", backend.remarks());
    }
    return row;
  }

  /** By device, of those that have any. */
  private static Map<String, List<String>> notes(Backend backend) {
    Map<String, List<String>> notes = new LinkedHashMap<>();
    for (Device device : backend.devices()) {
      List<String> own = backend.notes(device);
      if (!own.isEmpty()) {
        notes.put(device.id(), own);
      }
    }
    return notes;
  }
}
