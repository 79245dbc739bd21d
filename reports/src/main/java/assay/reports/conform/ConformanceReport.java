package assay.reports.conform;

import assay.reports.record.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes what a vendor attaches. */
public final class ConformanceReport {

  public static final String JSON = "conformance.json";
  public static final String HTML = "conformance.html";
  public static final String PDF = "conformance.pdf";

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private ConformanceReport() {}

  /**
   * Writes record, page and PDF into {@code folder}, which is made if need be.
   *
   * @throws assay.reports.record.UnwritableFileException naming the file
   */
  public static List<Path> write(Conformance record, Path folder) throws IOException {
    byte[] json = MAPPER.writeValueAsBytes(record);
    byte[] page = ConformancePage.of(record).getBytes(StandardCharsets.UTF_8);
    byte[] pdf = ConformancePdf.of(record);
    return List.of(
        WholeFile.write(folder.resolve(JSON), out -> out.write(json)),
        WholeFile.write(folder.resolve(HTML), out -> out.write(page)),
        WholeFile.write(folder.resolve(PDF), out -> out.write(pdf)));
  }
}
