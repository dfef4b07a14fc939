package io.entrepot.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What is read and printed. */
final class Texts {

  static final Charset CHARSET = StandardCharsets.UTF_8;

  private Texts() {}

  /** A file that lies beside this class. */
  static byte[] resource(String name) throws IOException {
    try (InputStream in = Texts.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("the benchmarks lack " + name);
      }
      return in.readAllBytes();
    }
  }

  /** A figure with as many digits as mean something. */
  static String figure(double value) {
    if (value >= 1000) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
  }
}
