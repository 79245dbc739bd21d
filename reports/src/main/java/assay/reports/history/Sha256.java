package assay.reports.history;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names made from content. */
public final class Sha256 {

  /** 64 bits: among a million keys two are alike by chance once in 37 million histories. */
  private static final int SHORT = 16;

  private Sha256() {}

  static String of(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  public static String shortKey(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8)).substring(0, SHORT);
  }
}
