package assay.kernels.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SystemCacheTest {

  @ParameterizedTest
  @CsvSource({
    "Mac OS X, /System/Library/Frameworks/Accelerate.framework/Accelerate, true",
    "Linux, /System/Library/Frameworks/Accelerate.framework/Accelerate, false",
    "Mac OS X, /System/Library/../../tmp/a.dylib, false",
    "Mac OS X, System/Library/Frameworks/a, false",
    "Mac OS X, /usr/local/lib/libopenblas.dylib, false"
  })
  void holdsOnlyWhatAppleSealed(String system, Path path, boolean expected) {
    assertEquals(expected, SystemCache.mayHold(path, system));
  }
}
