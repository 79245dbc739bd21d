package assay.kernels.format;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The points that an IQ format may take in its 8 or 4 dimensions.
 *
 * <p>Read from {@code iq-grids.txt} beside this class, which says where the numbers come from.
 */
final class Grid {

  private static final String RESOURCE = "iq-grids.txt";

  private final int dimensions;
  private final byte[] levels;
  private final short[] codes;
  private final byte[] coordinates;

  private Grid(int dimensions, byte[] levels, short[] codes) {
    this.dimensions = dimensions;
    this.levels = levels;
    this.codes = codes;
    this.coordinates = new byte[codes.length * dimensions];
    int bits = bitsPerCoordinate();
    for (int i = 0; i < coordinates.length; i++) {
      int code = codes[i / dimensions] & 0xffff;
      coordinates[i] = levels[code >> (bits * (i % dimensions)) & ((1 << bits) - 1)];
    }
  }

  /** Coordinate j of a point. */
  int at(int point, int j) {
    return coordinates[point * dimensions + j];
  }

  int points() {
    return codes.length;
  }

  int dimensions() {
    return dimensions;
  }

  /** The point as level numbers, {@link #bitsPerCoordinate} bits each, coordinate 0 lowest. */
  int code(int point) {
    return codes[point] & 0xffff;
  }

  int bitsPerCoordinate() {
    return levels.length <= 4 ? 2 : 3;
  }

  /** Reads the named table; each codec does so once. */
  static Grid load(String name) {
    try (InputStream stream = Grid.class.getResourceAsStream(RESOURCE)) {
      if (stream == null) {
        throw new IllegalStateException(RESOURCE + " is missing from the jar");
      }
      return read(name, new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + RESOURCE, e);
    }
  }

  private static Grid read(String name, BufferedReader reader) throws IOException {
    String line = reader.readLine();
    while (line != null && !line.startsWith(name + " ")) {
      line = reader.readLine();
    }
    if (line == null) {
      throw new IllegalStateException("%s has no table %s".formatted(RESOURCE, name));
    }
    // name, points, "x", dimensions, "levels", the levels
    String[] header = line.split(" ");
    short[] codes = new short[Integer.parseInt(header[1])];
    List<Byte> levels = new ArrayList<>();
    for (int i = 5; i < header.length; i++) {
      levels.add(Byte.valueOf(header[i]));
    }
    for (int filled = 0; filled < codes.length; ) {
      for (String code : reader.readLine().split(" ")) {
        codes[filled++] = (short) HexFormat.fromHexDigits(code);
      }
    }
    byte[] unboxed = new byte[levels.size()];
    for (int i = 0; i < unboxed.length; i++) {
      unboxed[i] = levels.get(i);
    }
    return new Grid(Integer.parseInt(header[3]), unboxed, codes);
  }
}
