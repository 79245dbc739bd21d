package assay.bench.cli;

import assay.bench.fork.ForkInterruptedException;
import assay.bench.peers.PeerInstallException;
import assay.bench.run.RunFolderException;
import assay.bench.turns.RefusedSideException;
import assay.datasets.TensorFileException;
import assay.datasets.yaml.YamlFileException;
import assay.kernels.SpecParseException;
import assay.reports.change.UnreadableSeriesException;
import assay.reports.history.UnusableHistoryException;
import assay.reports.record.UnreadableRecordException;
import assay.reports.record.UnwritableFileException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns whatever went wrong into one sentence on standard error and an exit code. */
final class Refusals implements IExecutionExceptionHandler, IParameterExceptionHandler {

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("assay: " + e.getMessage());
    err.println("Try \"" + command.getCommandSpec().qualifiedName() + " --help\".");
    return ExitCode.USAGE;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    int code =
        switch (e) {
          case UsageException usage -> ExitCode.USAGE;
          case SpecParseException spec -> ExitCode.USAGE;
          case PeerInstallException peer -> ExitCode.USAGE;
          case RunFolderException folder -> ExitCode.USAGE;
          case RefusedSideException side -> ExitCode.USAGE;
          case TensorFileException file -> ExitCode.USAGE;
          case YamlFileException file -> ExitCode.USAGE;
          case UnreadableSeriesException unreadable -> ExitCode.USAGE;
          case UnreadableRecordException unreadable -> ExitCode.USAGE;
          case UnusableHistoryException history -> ExitCode.USAGE;
          case UnwritableFileException unwritable -> ExitCode.USAGE;
          case NoSuchFileException missing -> ExitCode.USAGE;
          case AccessDeniedException denied -> ExitCode.USAGE;
          case ForkInterruptedException interrupted -> ExitCode.INTERRUPTED;
          default -> ExitCode.FAILED;
        };
    err.println("assay: " + sentence(e));
    if (System.getenv("ASSAY_DEBUG") != null) {
      e.printStackTrace(err);
    } else if (code == ExitCode.FAILED) {
      err.println("Set ASSAY_DEBUG=1 for the stack trace.");
    }
    return code;
  }

  private static String sentence(Exception e) {
    return switch (e) {
      case NoSuchFileException missing -> missing.getFile() + " does not exist";
      case AccessDeniedException denied -> denied.getFile() + ": permission denied";
      case FileSystemException system when system.getReason() != null ->
          system.getFile() + ": " + system.getReason();
      case IOException io -> io.getMessage() == null ? io.toString() : io.getMessage();
      case RuntimeException failed when failed.getMessage() == null -> failed.toString();
      default -> e.getMessage();
    };
  }
}
