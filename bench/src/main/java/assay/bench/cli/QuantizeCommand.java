package assay.bench.cli;

import assay.datasets.quantize.Quantizer;
import assay.kernels.Format;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "quantize",
    mixinStandardHelpOptions = true,
    description = "Writes the tensors of a GGUF, safetensors or ONNX file as GGUF of one type.",
    footer = {"", "Example: assay quantize model.safetensors model.gguf --type Q4_K"})
final class QuantizeCommand implements Callable<Integer> {

  @Spec private CommandSpec command;

  @Parameters(index = "0", paramLabel = "IN", description = "The file to read.")
  private Path in;

  @Parameters(index = "1", paramLabel = "OUT", description = "The GGUF file to write.")
  private Path out;

  @Option(names = "--type", required = true, paramLabel = "TYPE", description = "As Q4_K or q8_0.")
  private String type;

  @Override
  public Integer call() {
    Format format =
        Format.named(type)
            .orElseThrow(() ->
                new UsageException(
                    "unknown type \"%s\"; there are %s"
                        .formatted(type, Arrays.toString(Format.values()))));
    Quantizer.Result result = Quantizer.quantize(in, out, format);
    PrintWriter print = command.commandLine().getOut();
    print.printf(
        Locale.ROOT,
        "%s: %d elements, %d bytes in, %d bytes out (%s)%n",
        out,
        result.elements(),
        result.bytesIn(),
        result.bytesOut(),
        result.formats().entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining(", ")));
    print.flush();
    return ExitCode.OK;
  }
}
