package assay.bench.peers;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * A Maven repository: the mirror of Maven Central that the user's settings name, or Central.
 *
 * @param root without a slash at its end
 */
record MavenRepository(String root) {

  private static final String CENTRAL = "https://repo.maven.apache.org/maven2";

  /** Values of {@code mirrorOf} that stand in for Central. */
  private static final Set<String> MIRRORS_OF_CENTRAL = Set.of("central", "*", "external:*");

  MavenRepository {
    root = root.endsWith("/") ? root.substring(0, root.length() - 1) : root;
  }

  URI address(PeerSource.Maven artifact) {
    return URI.create(root + "/" + artifact.path());
  }

  /**
   * @param settings Maven's {@code settings.xml}, which need not exist
   * @throws PeerInstallException when it cannot be read: its mirror is not passed over in silence
   */
  static MavenRepository ofSettings(Path settings) {
    if (!Files.exists(settings)) {
      return new MavenRepository(CENTRAL);
    }
    try {
      NodeList mirrors = parse(settings).getElementsByTagName("mirror");
      for (int i = 0; i < mirrors.getLength(); i++) {
        var mirror = (Element) mirrors.item(i);
        if (MIRRORS_OF_CENTRAL.contains(text(mirror, "mirrorOf"))
            && !text(mirror, "blocked").equals("true")) {
          return new MavenRepository(text(mirror, "url"));
        }
      }
      return new MavenRepository(CENTRAL);
    } catch (IOException | SAXException | ParserConfigurationException e) {
      throw new PeerInstallException("%s cannot be read: %s".formatted(settings, e.getMessage()));
    }
  }

  private static Document parse(Path settings)
      throws IOException, SAXException, ParserConfigurationException {
    var factory = DocumentBuilderFactory.newDefaultInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    var builder = factory.newDocumentBuilder();
    builder.setErrorHandler(null);
    return builder.parse(settings.toFile());
  }

  private static String text(Element parent, String name) {
    NodeList found = parent.getElementsByTagName(name);
    return found.getLength() == 0 ? "" : found.item(0).getTextContent().strip();
  }
}
