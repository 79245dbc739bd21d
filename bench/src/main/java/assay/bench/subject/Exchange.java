package assay.bench.subject;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The folder through which a run and one of its forks talk.
 *
 * <p>Files, not pipes: a file is still there when the fork has crashed, and a benchmark that JMH
 * constructs by itself can find it from one path.
 */
public record Exchange(Path folder) {

  private static final String REQUEST = "request.json";
  private static final String SUBJECT = "subject.json";
  private static final JsonMapper JSON = JsonMapper.shared();

  /** Nothing can be written here, a full disk most often: it says nothing about the case. */
  public static final class UnwritableException extends IOException {
    private static final long serialVersionUID = 1L;

    public UnwritableException(Path file, IOException cause) {
      super("cannot write %s: %s".formatted(file, reason(cause)), cause);
    }
  }

  public void writeRequest(SubjectRequest request) throws UnwritableException {
    write(REQUEST, request);
  }

  public SubjectRequest readRequest() throws IOException {
    return read(REQUEST, SubjectRequest.class);
  }

  /** Empty when the fork did not come so far. */
  public Optional<SubjectReport> readSubject() throws IOException {
    return has(SUBJECT) ? Optional.of(read(SUBJECT, SubjectReport.class)) : Optional.empty();
  }

  public void writeSubject(SubjectReport report) throws UnwritableException {
    write(SUBJECT, report);
  }

  public boolean has(String name) {
    return Files.exists(folder.resolve(name));
  }

  public <T> T read(String name, Class<T> type) throws IOException {
    try {
      return JSON.readValue(folder.resolve(name), type);
    } catch (JacksonIOException e) {
      throw e.getCause();
    }
  }

  /** Whole or not at all: a reader never sees half a file. */
  public void write(String name, Object value) throws UnwritableException {
    try {
      Path partial = folder.resolve(name + ".part");
      Files.write(partial, JSON.writeValueAsBytes(value));
      Files.move(
          partial,
          folder.resolve(name),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UnwritableException(folder.resolve(name), e);
    }
  }

  private static String reason(IOException e) {
    return e instanceof FileSystemException system && system.getReason() != null
        ? system.getReason()
        : e.getMessage();
  }
}
