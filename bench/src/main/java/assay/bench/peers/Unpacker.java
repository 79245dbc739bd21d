package assay.bench.peers;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Takes single files out of an archive.
 *
 * <p>They land in one folder under the last part of their name, so no entry can name a place
 * outside of it.
 */
final class Unpacker {

  private static final int TAR_BLOCK = 512;
  private static final int NAME_BYTES = 100;
  private static final int SIZE_OFFSET = 124;
  private static final int SIZE_BYTES = 12;
  private static final int TYPE_OFFSET = 156;

  private final Pattern wanted;
  private final Path folder;

  Unpacker(Pattern wanted, Path folder) {
    this.wanted = wanted;
    this.folder = folder;
  }

  /** By the archive's name: a gzipped tar or a zip. */
  void unpack(Path archive) throws IOException {
    try (InputStream file = Files.newInputStream(archive)) {
      if (archive.toString().endsWith(".tgz")) {
        tar(new GZIPInputStream(file));
      } else {
        zip(new ZipInputStream(file));
      }
    }
  }

  private void zip(ZipInputStream zip) throws IOException {
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      if (!entry.isDirectory() && wanted.matcher(entry.getName()).matches()) {
        Files.copy(zip, place(entry.getName()));
      }
    }
  }

  /** POSIX ustar (IEEE 1003.1, pax): blocks of 512 bytes, sizes in octal. */
  private void tar(InputStream tar) throws IOException {
    byte[] header = tar.readNBytes(TAR_BLOCK);
    while (header.length == TAR_BLOCK && header[0] != 0) {
      String name = text(header, 0, NAME_BYTES);
      long size = Long.parseLong(text(header, SIZE_OFFSET, SIZE_BYTES).strip(), 8);
      boolean plain = header[TYPE_OFFSET] == '0' || header[TYPE_OFFSET] == 0;
      if (plain && wanted.matcher(name).matches()) {
        copy(tar, size, place(name));
      } else {
        tar.skipNBytes(size);
      }
      tar.skipNBytes(Math.floorMod(-size, TAR_BLOCK));
      header = tar.readNBytes(TAR_BLOCK);
    }
  }

  private static void copy(InputStream tar, long size, Path place) throws IOException {
    byte[] content = tar.readNBytes(Math.toIntExact(size));
    if (content.length < size) {
      throw new EOFException("the archive ends within " + place.getFileName());
    }
    Files.write(place, content);
  }

  private Path place(String name) {
    return folder.resolve(name.substring(name.lastIndexOf('/') + 1));
  }

  private static String text(byte[] header, int start, int most) {
    int length = 0;
    while (length < most && header[start + length] != 0) {
      length++;
    }
    return new String(header, start, length, StandardCharsets.UTF_8);
  }
}
