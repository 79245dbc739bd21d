package assay.bench.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MavenRepositoryTest {

  private static final PeerSource.Maven PEER = new PeerSource.Maven("org.peer", "peer", "1.2.3");

  @TempDir private Path folder;

  @Test
  void isCentralWithoutSettings() {
    assertEquals(
        "https://repo.maven.apache.org/maven2/org/peer/peer/1.2.3/peer-1.2.3.jar",
        MavenRepository.ofSettings(folder.resolve("none.xml")).address(PEER).toString());
  }

  @Test
  void isTheFirstMirrorOfCentralThatIsNotBlocked() throws Exception {
    Path settings =
        settings(
            """
            <settings><mirrors>
              <mirror><mirrorOf>external:http:*</mirrorOf><url>http://0.0.0.0/</url></mirror>
              <mirror><mirrorOf>*</mirrorOf><url>http://no/</url><blocked>true</blocked></mirror>
              <mirror><mirrorOf>central</mirrorOf><url>https://mirror/m2/</url></mirror>
            </mirrors></settings>
            """);
    assertEquals("https://mirror/m2", MavenRepository.ofSettings(settings).root());
  }

  @Test
  void settingsThatCannotBeReadAreNotPassedOver() throws Exception {
    Path cut = settings("<settings><mirrors>");
    String message =
        assertThrows(PeerInstallException.class, () -> MavenRepository.ofSettings(cut))
            .getMessage();
    assertTrue(message.startsWith(cut + " cannot be read"), message);
    Path outside = settings("<!DOCTYPE s [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><s>&e;</s>");
    assertThrows(PeerInstallException.class, () -> MavenRepository.ofSettings(outside));
  }

  private Path settings(String text) throws Exception {
    return Files.writeString(folder.resolve("settings.xml"), text);
  }
}
