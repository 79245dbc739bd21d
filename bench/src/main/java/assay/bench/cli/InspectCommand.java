package assay.bench.cli;

import assay.datasets.StoredTensor;
import assay.datasets.TensorFile;
import assay.datasets.TensorFiles;
import assay.datasets.inspect.Inspection;
import assay.datasets.inspect.TensorExport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description = "Looks into a GGUF, safetensors or ONNX file, or takes one tensor out of it.",
    footer = {
      "",
      "Example: assay inspect model.gguf --tensor blk.0.attn_q.weight --to npy attn_q.npy"
    })
final class InspectCommand implements Callable<Integer> {

  @Spec private CommandSpec command;

  @Parameters(index = "0", paramLabel = "FILE", description = "The tensor file.")
  private Path file;

  @Option(names = "--tensor", paramLabel = "NAME", description = "One tensor of the file.")
  private String tensor;

  @Option(
      names = "--to",
      arity = "2",
      paramLabel = "KIND OUT",
      hideParamSyntax = true,
      description = "Decode the tensor: f32 or npy, then the file to write.")
  private List<String> export;

  @Option(names = "--json", description = "Print JSON for programs.")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = command.commandLine().getOut();
    try (TensorFile opened = TensorFiles.open(file)) {
      if (export != null) {
        export(opened, out);
      } else {
        show(Inspection.describe(opened), out);
      }
    }
    out.flush();
    return ExitCode.OK;
  }

  private void show(Inspection all, PrintWriter out) {
    Inspection shown = tensor == null ? all : only(all);
    if (json) {
      out.println(
          JsonMapper.builder()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .build()
              .writeValueAsString(shown));
    } else {
      out.print(shown.text());
    }
  }

  private Inspection only(Inspection all) {
    List<Inspection.TensorLine> lines =
        all.tensors().stream().filter(line -> line.name().equals(tensor)).toList();
    if (lines.isEmpty()) {
      throw unknownTensor();
    }
    return new Inspection(
        all.file(),
        all.container(),
        all.fileBytes(),
        java.util.Map.of(),
        lines,
        java.util.Map.of());
  }

  private void export(TensorFile opened, PrintWriter out) {
    if (tensor == null) {
      throw new UsageException("--to needs --tensor NAME: one tensor is written at a time");
    }
    StoredTensor wanted =
        opened.tensors().stream()
            .filter(one -> one.name().equals(tensor))
            .findFirst()
            .orElseThrow(this::unknownTensor);
    Path target = Path.of(export.get(1));
    switch (export.get(0)) {
      case "npy" -> TensorExport.npy(wanted, target);
      case "f32" -> TensorExport.raw(wanted, target);
      default ->
          throw new UsageException(
              "cannot write \"%s\"; --to takes f32 or npy, then a file".formatted(export.get(0)));
    }
    out.println(target);
  }

  private UsageException unknownTensor() {
    return new UsageException(
        "%s has no tensor \"%s\"; \"assay inspect %s\" lists them".formatted(file, tensor, file));
  }
}
