package assay.kernels.format;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Finds grid points near a wish: exactly, or among the points at the few smallest distances.
 *
 * <p>Distances are between level numbers, not levels. Neighbours of a wish are computed when it
 * first comes up; real data asks for a small part of all 65536.
 */
final class GridSearch {

  private final Grid grid;
  private final int distances;
  private final short[] pointOf;
  private final AtomicReferenceArray<short[]> neighbours;

  /**
   * @param distances how many different distances the neighbours of a wish have
   */
  GridSearch(Grid grid, int distances) {
    this.grid = grid;
    this.distances = distances;
    int codes = 1 << (grid.bitsPerCoordinate() * grid.dimensions());
    this.pointOf = new short[codes];
    this.neighbours = new AtomicReferenceArray<>(codes);
    java.util.Arrays.fill(pointOf, (short) -1);
    for (int point = 0; point < grid.points(); point++) {
      pointOf[grid.code(point)] = (short) point;
    }
  }

  int dimensions() {
    return grid.dimensions();
  }

  /** Levels as one number, coordinate 0 in the lowest bits. */
  int code(int[] levels, int from) {
    int code = 0;
    for (int i = 0; i < grid.dimensions(); i++) {
      code |= levels[from + i] << (grid.bitsPerCoordinate() * i);
    }
    return code;
  }

  /** The point that is this code, or -1. */
  int exact(int code) {
    return pointOf[code];
  }

  int level(int point, int i) {
    return level(grid.code(point), grid.bitsPerCoordinate(), i);
  }

  private static int level(int code, int bits, int i) {
    return code >> (bits * i) & ((1 << bits) - 1);
  }

  /**
   * The neighbour of the code with the smallest weighted distance to x, the first where several
   * tie.
   *
   * @param values what a level stands for before scaling
   */
  int nearest(int code, float scale, float[] values, float[] x, float[] weights, int from) {
    short[] candidates = neighbours(code);
    int best = candidates[0];
    float bestDistance = Float.MAX_VALUE;
    for (short candidate : candidates) {
      float distance = 0;
      for (int i = 0; i < grid.dimensions(); i++) {
        float difference = scale * values[level(candidate, i)] - x[from + i];
        distance += weights[from + i] * difference * difference;
      }
      if (distance < bestDistance) {
        bestDistance = distance;
        best = candidate;
      }
    }
    return best;
  }

  private short[] neighbours(int code) {
    short[] found = neighbours.get(code);
    if (found == null) {
      found = findNeighbours(code);
      neighbours.set(code, found);
    }
    return found;
  }

  /** By distance, then by number: the order decides between equals. */
  private short[] findNeighbours(int code) {
    long[] order = new long[grid.points()];
    for (int point = 0; point < order.length; point++) {
      order[point] = (long) distance(code, grid.code(point)) << 32 | point;
    }
    java.util.Arrays.sort(order);
    int count = 0;
    int seen = 1;
    while (count < order.length) {
      if (count > 0 && order[count] >> 32 > order[count - 1] >> 32 && ++seen > distances) {
        break;
      }
      count++;
    }
    short[] nearest = new short[count];
    for (int i = 0; i < count; i++) {
      nearest[i] = (short) order[i];
    }
    return nearest;
  }

  private int distance(int a, int b) {
    int sum = 0;
    for (int i = 0; i < grid.dimensions(); i++) {
      int difference =
          level(a, grid.bitsPerCoordinate(), i) - level(b, grid.bitsPerCoordinate(), i);
      sum += difference * difference;
    }
    return sum;
  }
}
