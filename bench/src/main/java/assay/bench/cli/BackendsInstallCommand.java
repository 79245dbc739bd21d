package assay.bench.cli;

import assay.bench.peers.PeerInstaller;
import assay.kernels.binding.PeerFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "install",
    mixinStandardHelpOptions = true,
    description = {
      "Gets a library to compare with from npm or Maven: checks its SHA-256, unpacks what this",
      "platform needs, and puts it where its backend finds it. ggml-cuda and ggml-vulkan give ggml",
      "a GPU; CUDA's needs the driver, runtime and cuBLAS of CUDA 13.",
      "Without a network, name a folder of its libraries with ASSAY_GGML or ASSAY_ONNXRUNTIME."
    },
    footer = {"", "Example: assay backends install onnxruntime --dry-run"})
final class BackendsInstallCommand implements Callable<Integer> {

  @Spec private CommandSpec command;

  @Parameters(
      index = "0",
      paramLabel = "PEER",
      description = "ggml, ggml-cuda, ggml-vulkan or onnxruntime.")
  private String peer;

  @Option(names = "--dry-run", description = "Print what would be done, and touch nothing.")
  private boolean dryRun;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description = {
        "Folder for PEER/VERSION, instead of ASSAY_PEERS or ~/.cache/assay/peers;",
        "backends look into it when ASSAY_PEERS names it."
      })
  private Path to;

  @Override
  public Integer call() {
    PrintWriter out = command.commandLine().getOut();
    var installer =
        PeerInstaller.of(
            peer, to == null ? PeerFolder.ofUser() : new PeerFolder(to.toAbsolutePath()));
    if (dryRun) {
      installer.plan().forEach(out::println);
    } else if (installer.isInstalled()) {
      out.printf("%s is installed already: %s%n", peer, installer.target());
    } else {
      installer.install();
      out.printf("%s is installed: %s%n", peer, installer.target());
    }
    out.flush();
    return ExitCode.OK;
  }
}
