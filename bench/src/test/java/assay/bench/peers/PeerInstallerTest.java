package assay.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.kernels.binding.PeerFolder;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a registry on loopback and clients that this test puts on the path. */
class PeerInstallerTest {

  private static final PeerSource.Npm NPM = new PeerSource.Npm("@a/b", "1.2.3");
  private static final PeerSource.Maven MAVEN = new PeerSource.Maven("org.peer", "peer", "1.2.3");

  @TempDir private Path folder;
  private HttpServer registry;
  private byte[] served;
  private int promised;

  @BeforeEach
  void serve() throws IOException {
    served = jar();
    promised = served.length;
    registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    registry.createContext(
        "/maven/org/peer/peer/1.2.3/peer-1.2.3.jar",
        exchange -> {
          exchange.sendResponseHeaders(200, promised);
          exchange.getResponseBody().write(served);
          exchange.close();
        });
    registry.start();
  }

  @AfterEach
  void stop() {
    registry.stop(0);
  }

  @Test
  void fetchesAJarOverHttpWhereThereIsNoMaven() throws Exception {
    PeerInstaller installer = installer(MAVEN, served, "");
    installer.install();
    assertEquals(Set.of("lib.so", "NOTICE"), filesIn(installer.target()));
    assertEquals("native code", Files.readString(installer.target().resolve("lib.so")));
    assertEquals(folder.resolve("peers/peer/1.2.3"), installer.target());
    assertEquals(Set.of("1.2.3"), filesIn(folder.resolve("peers/peer")));
  }

  @Test
  void fetchesWithMavenWhereThereIsOne() throws Exception {
    Path archive = Files.write(folder.resolve("archive"), served);
    Path bin =
        program(
            "mvn",
            "for a; do case $a in -DoutputDirectory=*) d=${a#*=};; esac; done; cp %s \"$d/%s\""
                .formatted(archive, MAVEN.file()));
    registry.stop(0);
    PeerInstaller installer = installer(MAVEN, served, bin.toString());
    installer.install();
    assertTrue(installer.isInstalled());
  }

  @Test
  void fetchesAPackageWithNpm() throws Exception {
    byte[] tgz = tgz();
    Path archive = Files.write(folder.resolve("archive"), tgz);
    Path bin =
        program(
            "npm", "[ \"$*\" = 'pack --silent @a/b@1.2.3' ] && cp " + archive + " a-b-1.2.3.tgz");
    PeerInstaller installer = installer(NPM, tgz, bin.toString());
    installer.install();
    assertEquals(Set.of("lib.so", "NOTICE"), filesIn(installer.target()));
    assertEquals("native code", Files.readString(installer.target().resolve("lib.so")));
  }

  @Test
  void nothingIsInstalledWhenTheChecksumIsWrong() throws Exception {
    PeerInstaller installer = installer(MAVEN, "something else".getBytes(), "");
    String message = refusal(installer);
    assertTrue(message.contains("SHA-256 " + sha256(served)), message);
    assertTrue(message.contains("nothing was installed"), message);
    assertTrue(message.contains("ASSAY_PEER"), message);
    assertNothingLeft();
  }

  @Test
  void nothingIsLeftOfAnInterruptedDownload() throws Exception {
    PeerInstaller installer = installer(MAVEN, served, "");
    promised = served.length + 100;
    String message = refusal(installer);
    assertTrue(message.contains("could not be fetched"), message);
    assertNothingLeft();
    promised = served.length;
    installer.install();
    assertTrue(installer.isInstalled());
  }

  @Test
  void saysThatThereIsNoClient() throws Exception {
    String message = refusal(installer(NPM, tgz(), folder.toString()));
    assertTrue(message.startsWith("there is no npm on the PATH"), message);
    assertTrue(message.contains("name a folder that has lib.so with ASSAY_PEER"), message);
    assertNothingLeft();
  }

  @Test
  void passesOnWhatTheClientSaid() throws Exception {
    Path bin = program("npm", "echo; echo 'E404 no such package' >&2; exit 1");
    String message = refusal(installer(NPM, tgz(), bin.toString()));
    assertTrue(message.contains("E404 no such package"), message);
    Path silent = program("npm", "exit 0");
    String nothing = refusal(installer(NPM, tgz(), silent.toString()));
    assertTrue(nothing.contains("left no a-b-1.2.3.tgz"), nothing);
    assertNothingLeft();
  }

  @Test
  void saysThatTheRegistryHasNoSuchFile() {
    var other = new PeerSource.Maven("org.peer", "peer", "9.9.9");
    String message = refusal(installer(other, served, ""));
    assertTrue(message.contains("peer-9.9.9.jar answered 404"), message);
  }

  @Test
  void saysThatTheFolderCannotBeWritten() throws Exception {
    Files.writeString(folder.resolve("peers"), "a file");
    String message = refusal(installer(MAVEN, served, ""));
    assertTrue(message.startsWith("cannot write below " + folder.resolve("peers")), message);
    assertTrue(message.contains("--to"), message);
    assertTrue(message.contains("ASSAY_PEERS"), message);
  }

  @Test
  void installsOnce() throws Exception {
    PeerInstaller installer = installer(MAVEN, served, "");
    installer.install();
    registry.stop(0);
    installer.install();
    assertTrue(installer.isInstalled());
    assertTrue(installer.plan().getLast().endsWith("(installed already)"));
  }

  @Test
  void aFolderWithoutTheLibraryIsNotOverwritten() throws Exception {
    PeerInstaller installer = installer(MAVEN, served, "");
    Files.createDirectories(installer.target());
    Files.writeString(installer.target().resolve("mine"), "precious");
    String message = refusal(installer);
    assertTrue(message.contains("could not be installed in " + installer.target()), message);
    assertEquals(Set.of("mine"), filesIn(installer.target()));
    assertEquals(Set.of("1.2.3"), filesIn(folder.resolve("peers/peer")));
  }

  @Test
  void aModuleIsPutBesideItsPeerWhichIsInstalledFirst() throws Exception {
    byte[] tgz = tgz();
    Path archive = Files.write(folder.resolve("archive"), tgz);
    Path bin = program("npm", "cp " + archive + " a-b-1.2.3.tgz");
    PeerInstaller installer = module(served, tgz, bin.toString());
    String plan = String.join("\n", installer.plan());
    assertTrue(plan.contains("org.peer:peer:1.2.3") && plan.contains("@a/b@1.2.3"), plan);
    assertFalse(installer.isInstalled());
    installer.install();
    assertTrue(installer.isInstalled());
    assertEquals(folder.resolve("peers/peer/1.2.3"), installer.target());
    assertEquals(Set.of("lib.so", "NOTICE", "other"), filesIn(installer.target()));
    assertEquals(Set.of("1.2.3"), filesIn(folder.resolve("peers/peer")));
    assertFalse(String.join("\n", installer.plan()).contains("org.peer"));
  }

  @Test
  void aModuleThatIsNotWholeLeavesItsPeerAsItWas() throws Exception {
    byte[] tgz = tgz();
    Path archive = Files.write(folder.resolve("archive"), "something else".getBytes());
    Path bin = program("npm", "cp " + archive + " a-b-1.2.3.tgz");
    String message = refusal(module(served, tgz, bin.toString()));
    assertTrue(message.contains("SHA-256"), message);
    assertEquals(Set.of("lib.so", "NOTICE"), filesIn(folder.resolve("peers/peer/1.2.3")));
  }

  @Test
  void thePlanTouchesNothing() throws Exception {
    PeerInstaller installer = installer(MAVEN, served, "");
    String plan = String.join("\n", installer.plan());
    assertTrue(plan.contains("org.peer:peer:1.2.3"), plan);
    assertTrue(plan.contains(sha256(served)), plan);
    assertTrue(plan.contains(installer.target().toString()), plan);
    assertTrue(plan.contains("HTTP from http://"), plan);
    assertFalse(Files.exists(folder.resolve("peers")));
  }

  @Test
  void entriesCannotLeaveTheFolder() throws Exception {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      entry(zip, "native/../../../lib.so");
    }
    served = bytes.toByteArray();
    promised = served.length;
    PeerInstaller installer = installer(MAVEN, served, "");
    installer.install();
    assertEquals(Set.of("lib.so"), filesIn(installer.target()));
  }

  @Test
  void whatIsPinnedIsWhole() {
    for (String name : Peer.NAMES) {
      Peer peer = Peer.of(name, new Platform("linux", "x64")).orElseThrow();
      assertTrue(peer.sha256().matches("[0-9a-f]{64}"));
      assertTrue(peer.bytes() > 1_000_000);
    }
    assertTrue(Peer.of("ggml", new Platform("plan9", "x64")).isEmpty());
    assertTrue(Peer.of("onnxruntime", Platform.of("Mac OS X", "aarch64")).isPresent());
  }

  private PeerInstaller installer(PeerSource source, byte[] archive, String path) {
    var peer =
        new Peer(
            "peer",
            source,
            archive.length,
            sha256(archive),
            Pattern.compile("(?:.*/)?(?:NOTICE|lib\\.so)"),
            "lib.so",
            "ASSAY_PEER",
            Optional.empty());
    return installer(peer, path);
  }

  private PeerInstaller installer(Peer peer, String path) {
    var root = "http://localhost:%d/maven/".formatted(registry.getAddress().getPort());
    return new PeerInstaller(
        peer,
        new Clients(path, new MavenRepository(root)),
        new PeerFolder(folder.resolve("peers")));
  }

  /** One file of an archive, for the folder of another peer. */
  private PeerInstaller module(byte[] archive, byte[] tgz, String path) {
    var base =
        new Peer(
            "peer",
            MAVEN,
            archive.length,
            sha256(archive),
            Pattern.compile("(?:.*/)?(?:NOTICE|lib\\.so)"),
            "lib.so",
            "ASSAY_PEER",
            Optional.empty());
    var module =
        new Peer(
            "peer-gpu",
            NPM,
            tgz.length,
            sha256(tgz),
            Pattern.compile("package/other"),
            "other",
            "ASSAY_PEER",
            Optional.of(base));
    return installer(module, path);
  }

  private static String refusal(PeerInstaller installer) {
    return assertThrows(PeerInstallException.class, installer::install).getMessage();
  }

  private void assertNothingLeft() throws IOException {
    assertEquals(Set.of(), filesIn(folder.resolve("peers/peer")));
  }

  private static Set<String> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /** A folder for the path with one shell script in it. */
  private Path program(String name, String script) throws IOException {
    Path bin = Files.createTempDirectory(folder, "bin");
    Path file = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return bin;
  }

  private static byte[] jar() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (String name : List.of("NOTICE", "native/lib.so", "native/other.so", "A.class")) {
        entry(zip, name);
      }
    }
    return bytes.toByteArray();
  }

  private static void entry(ZipOutputStream zip, String name) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write("native code".getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }

  private static byte[] tgz() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var tar = new GZIPOutputStream(bytes)) {
      for (String name : List.of("package/NOTICE", "package/other", "package/bin/lib.so")) {
        byte[] header = new byte[512];
        byte[] content = Arrays.copyOf("native code".getBytes(StandardCharsets.UTF_8), 512);
        System.arraycopy(name.getBytes(StandardCharsets.UTF_8), 0, header, 0, name.length());
        System.arraycopy(
            "%011o".formatted(11).getBytes(StandardCharsets.UTF_8), 0, header, 124, 11);
        header[156] = '0';
        tar.write(header);
        tar.write(content);
      }
      tar.write(new byte[1024]);
    }
    return bytes.toByteArray();
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
