package assay.datasets.real;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** BERT's tokenizer for plain English: lower case, words and punctuation, longest piece first. */
final class WordPiece {

  private final Map<String, Integer> vocabulary = new LinkedHashMap<>();

  WordPiece(Path tokenizerJson) {
    JsonNode vocab =
        JsonMapper.shared().readTree(tokenizerJson.toFile()).path("model").path("vocab");
    vocab.properties().forEach(entry -> vocabulary.put(entry.getKey(), entry.getValue().asInt()));
  }

  int[] tokens(String text) {
    List<Integer> tokens = new ArrayList<>();
    tokens.add(vocabulary.get("[CLS]"));
    for (String word : text.toLowerCase(Locale.ROOT).split("\\s+|(?=\\p{Punct})|(?<=\\p{Punct})")) {
      int start = 0;
      while (start < word.length()) {
        int end = word.length();
        String prefix = start == 0 ? "" : "##";
        while (end > start && !vocabulary.containsKey(prefix + word.substring(start, end))) {
          end--;
        }
        if (end == start) {
          throw new IllegalArgumentException("no piece for " + word);
        }
        tokens.add(vocabulary.get(prefix + word.substring(start, end)));
        start = end;
      }
    }
    tokens.add(vocabulary.get("[SEP]"));
    return tokens.stream().mapToInt(Integer::intValue).toArray();
  }
}
