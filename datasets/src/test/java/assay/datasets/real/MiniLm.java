package assay.datasets.real;

import assay.datasets.StoredTensor;
import assay.datasets.TensorFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** all-MiniLM-L6-v2, run plainly, so that real activations can be kept. */
final class MiniLm {

  static final int LAYERS = 6;
  static final int WIDTH = 384;
  static final int INNER = 1536;
  private static final int HEADS = 12;
  private static final int HEAD = WIDTH / HEADS;
  private static final double EPSILON = 1e-12;
  private static final List<String> ROLES =
      List.of("attn_q", "attn_k", "attn_v", "attn_output", "ffn_up", "ffn_down");

  /** Matrices as W, one row per output feature. */
  private final Map<String, float[][]> weights = new LinkedHashMap<>();

  private final Map<String, float[]> vectors = new LinkedHashMap<>();
  private final float[][] words;
  private final float[][] positions;
  private final Map<String, float[][]> seen = new LinkedHashMap<>();

  MiniLm(TensorFile onnx) {
    words = rows(onnx.tensor("embeddings.word_embeddings.weight").orElseThrow());
    positions = rows(onnx.tensor("embeddings.position_embeddings.weight").orElseThrow());
    int products = 0;
    for (StoredTensor tensor : onnx.tensors()) {
      if (tensor.name().startsWith("onnx::MatMul_")) {
        // The exporter numbers them in the order of the graph: six per layer.
        String role = ROLES.get(products % 6);
        weights.put("blk.%d.%s".formatted(products++ / 6, role), transposed(rows(tensor)));
      } else if (tensor.shape().size() == 1) {
        vectors.put(tensor.name(), tensor.row(0));
      }
    }
    vectors.put(
        "type 0", onnx.tensor("embeddings.token_type_embeddings.weight").orElseThrow().row(0));
    if (products != 6 * LAYERS) {
      throw new IllegalStateException("expected 36 products, found " + products);
    }
  }

  Map<String, float[][]> weights() {
    return weights;
  }

  /** What the last {@link #embed} fed to each matrix and put into each cache. */
  Map<String, float[][]> seen() {
    return seen;
  }

  private static float[][] rows(StoredTensor tensor) {
    float[][] rows = new float[(int) tensor.rows()][];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = tensor.row(row);
    }
    return rows;
  }

  private static float[][] transposed(float[][] in) {
    float[][] out = new float[in[0].length][in.length];
    for (int i = 0; i < in.length; i++) {
      for (int j = 0; j < in[0].length; j++) {
        out[j][i] = in[i][j];
      }
    }
    return out;
  }

  /** The mean of the last layer's outputs, scaled to length one. */
  float[] embed(int[] tokens) {
    float[][] x = new float[tokens.length][WIDTH];
    for (int t = 0; t < tokens.length; t++) {
      for (int i = 0; i < WIDTH; i++) {
        x[t][i] = words[tokens[t]][i] + positions[t][i] + vectors.get("type 0")[i];
      }
    }
    normalize(x, "embeddings.LayerNorm");
    for (int layer = 0; layer < LAYERS; layer++) {
      x = layer(x, layer);
    }
    float[] mean = new float[WIDTH];
    double norm = 0;
    for (int i = 0; i < WIDTH; i++) {
      for (float[] row : x) {
        mean[i] += row[i] / x.length;
      }
      norm += mean[i] * mean[i];
    }
    for (int i = 0; i < WIDTH; i++) {
      mean[i] /= (float) Math.sqrt(norm);
    }
    return mean;
  }

  private float[][] layer(float[][] x, int layer) {
    String blk = "blk.%d.".formatted(layer);
    String bert = "encoder.layer.%d.".formatted(layer);
    seen.put(blk + "attn_input", x);
    float[][] q = product(x, blk + "attn_q", bert + "attention.self.query.bias");
    float[][] k = product(x, blk + "attn_k", bert + "attention.self.key.bias");
    float[][] v = product(x, blk + "attn_v", bert + "attention.self.value.bias");
    seen.put(blk + "query", q);
    seen.put(blk + "keys", k);
    seen.put(blk + "values", v);
    float[][] attended =
        product(attend(q, k, v), blk + "attn_output", bert + "attention.output.dense.bias");
    add(attended, x);
    normalize(attended, bert + "attention.output.LayerNorm");
    float[][] inner = product(attended, blk + "ffn_up", bert + "intermediate.dense.bias");
    for (float[] row : inner) {
      for (int i = 0; i < row.length; i++) {
        row[i] = (float) (row[i] * 0.5 * (1 + erf(row[i] / Math.sqrt(2))));
      }
    }
    seen.put(blk + "ffn_down_input", inner);
    float[][] out = product(inner, blk + "ffn_down", bert + "output.dense.bias");
    add(out, attended);
    normalize(out, bert + "output.LayerNorm");
    return out;
  }

  private static float[][] attend(float[][] q, float[][] k, float[][] v) {
    float[][] out = new float[q.length][WIDTH];
    for (int head = 0; head < HEADS; head++) {
      int from = head * HEAD;
      for (int t = 0; t < q.length; t++) {
        double[] scores = new double[k.length];
        double sum = 0;
        for (int s = 0; s < k.length; s++) {
          for (int i = from; i < from + HEAD; i++) {
            scores[s] += q[t][i] * k[s][i] / Math.sqrt(HEAD);
          }
          scores[s] = Math.exp(scores[s]);
          sum += scores[s];
        }
        for (int s = 0; s < k.length; s++) {
          for (int i = from; i < from + HEAD; i++) {
            out[t][i] += (float) (scores[s] / sum * v[s][i]);
          }
        }
      }
    }
    return out;
  }

  private float[][] product(float[][] x, String weight, String bias) {
    float[][] w = weights.get(weight);
    float[] b = vectors.get(bias);
    float[][] y = new float[x.length][w.length];
    for (int t = 0; t < x.length; t++) {
      for (int row = 0; row < w.length; row++) {
        double sum = b[row];
        for (int i = 0; i < x[t].length; i++) {
          sum += w[row][i] * x[t][i];
        }
        y[t][row] = (float) sum;
      }
    }
    return y;
  }

  private static void add(float[][] to, float[][] what) {
    for (int t = 0; t < to.length; t++) {
      for (int i = 0; i < to[t].length; i++) {
        to[t][i] += what[t][i];
      }
    }
  }

  private void normalize(float[][] x, String norm) {
    float[] scale = vectors.get(norm + ".weight");
    float[] shift = vectors.get(norm + ".bias");
    for (float[] row : x) {
      double mean = 0;
      double square = 0;
      for (float value : row) {
        mean += value / (double) row.length;
      }
      for (float value : row) {
        square += (value - mean) * (value - mean) / row.length;
      }
      for (int i = 0; i < row.length; i++) {
        row[i] = (float) ((row[i] - mean) / Math.sqrt(square + EPSILON) * scale[i] + shift[i]);
      }
    }
  }

  /** Abramowitz and Stegun 7.1.26, error below 1.5e-7. */
  private static double erf(double x) {
    double t = 1 / (1 + 0.3275911 * Math.abs(x));
    double poly =
        t
            * (0.254829592
                + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
    return Math.signum(x) * (1 - poly * Math.exp(-x * x));
  }
}
