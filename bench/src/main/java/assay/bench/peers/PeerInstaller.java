package assay.bench.peers;

import assay.kernels.binding.PeerFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Fetches, verifies and unpacks a peer. */
public final class PeerInstaller {

  private final Peer peer;
  private final Clients clients;
  private final Optional<PeerInstaller> beside;
  private final Path target;

  PeerInstaller(Peer peer, Clients clients, PeerFolder peers) {
    this.peer = peer;
    this.clients = clients;
    beside = peer.beside().map(base -> new PeerInstaller(base, clients, peers));
    target =
        beside
            .map(PeerInstaller::target)
            .orElseGet(() -> peers.of(peer.name(), peer.source().version()).toAbsolutePath());
  }

  /**
   * For this machine and this user.
   *
   * @throws PeerInstallException when there is no such peer, or none for this platform
   */
  public static PeerInstaller of(String name, PeerFolder peers) {
    if (!Peer.NAMES.contains(name)) {
      throw new PeerInstallException(
          "\"%s\" cannot be installed; there are %s"
              .formatted(name, String.join(", ", Peer.NAMES)));
    }
    Platform platform = Platform.current();
    Peer peer =
        Peer.of(name, platform)
            .orElseThrow(() ->
                new PeerInstallException(
                    "nobody publishes %s for %s; build it, and name its folder with %s"
                        .formatted(name, platform, variable(name))));
    return new PeerInstaller(peer, Clients.ofUser(), peers);
  }

  /** The first word of a peer's name is its backend's. */
  private static String variable(String name) {
    return "ASSAY_" + name.split("-")[0].toUpperCase(Locale.ROOT);
  }

  public static List<String> names() {
    return Peer.NAMES;
  }

  /** Where the libraries are, or will be. */
  public Path target() {
    return target;
  }

  public boolean isInstalled() {
    return Files.isRegularFile(target.resolve(peer.library()));
  }

  /** What {@link #install} would do, line by line; touches nothing. */
  public List<String> plan() {
    var lines = new ArrayList<String>();
    beside.filter(base -> !base.isInstalled()).ifPresent(base -> lines.addAll(base.plan()));
    lines.addAll(planOfThis());
    return lines;
  }

  private List<String> planOfThis() {
    return List.of(
        "peer      %s %s".formatted(peer.name(), peer.source().version()),
        "source    %s".formatted(peer.source().coordinates()),
        "fetched   by %s".formatted(clients.describe(peer.source())),
        "size      %.1f MB".formatted(peer.bytes() / 1e6),
        "sha256    %s".formatted(peer.sha256()),
        "target    %s%s".formatted(target, isInstalled() ? " (installed already)" : ""));
  }

  /**
   * Does nothing when it is installed.
   *
   * @throws PeerInstallException when it fails; the target is then as it was
   */
  public void install() {
    if (isInstalled()) {
      return;
    }
    beside.ifPresent(PeerInstaller::install);
    Path work = workFolder();
    try {
      Path archive = new Fetcher(clients).fetch(peer.source(), work);
      verify(archive);
      Path unpacked = Files.createDirectory(work.resolve("unpacked"));
      new Unpacker(peer.wanted(), unpacked).unpack(archive);
      if (!Files.isRegularFile(unpacked.resolve(peer.library()))) {
        throw new PeerInstallException(
            "%s has no %s".formatted(peer.source().coordinates(), peer.library()));
      }
      move(unpacked);
    } catch (IOException e) {
      throw new PeerInstallException(
          "%s could not be installed in %s: %s".formatted(peer.name(), target, reason(e)));
    } catch (PeerInstallException e) {
      throw new PeerInstallException(
          "%s; nothing was installed. Without a network, name a folder that has %s with %s"
              .formatted(e.getMessage(), peer.library(), peer.variable()));
    } finally {
      delete(work);
    }
  }

  /** Beside the target, so that a rename is enough in the end. */
  private Path workFolder() {
    try {
      Files.createDirectories(target.getParent());
      return Files.createTempDirectory(target.getParent(), ".unpack-");
    } catch (IOException e) {
      throw new PeerInstallException(
          "cannot write below %s: %s; name another folder with --to or %s"
              .formatted(target.getParent(), reason(e), PeerFolder.VARIABLE));
    }
  }

  private void verify(Path archive) throws IOException {
    String found = sha256(archive);
    if (!found.equals(peer.sha256())) {
      throw new PeerInstallException(
          "%s has the SHA-256 %s instead of %s"
              .formatted(peer.source().coordinates(), found, peer.sha256()));
    }
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        var digested = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
      digested.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digested.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void move(Path unpacked) throws IOException {
    Path what = beside.isPresent() ? unpacked.resolve(peer.library()) : unpacked;
    Path to = beside.isPresent() ? target.resolve(peer.library()) : target;
    try {
      Files.move(what, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      // Somebody else may have been faster.
      if (!isInstalled()) {
        throw e;
      }
    }
  }

  private static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException denied -> denied.getFile() + ": permission denied";
      case FileAlreadyExistsException file -> file.getFile() + " is in the way";
      case FileSystemException system when system.getReason() != null ->
          system.getFile() + ": " + system.getReason();
      default -> String.valueOf(e.getMessage());
    };
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // Its name begins with a dot, so nobody takes what is left for a version.
    }
  }
}
