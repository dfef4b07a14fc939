package io.entrepot.shell.console;

import java.util.Locale;

/** A number of bytes, for people: {@code 512 B}, {@code 1.5 kB}, in powers of 1000. */
public final class ByteSize {

  private static final String UNITS = "kMGTPE";
  private static final int STEP = 1000;

  private ByteSize() {}

  /** With one digit after the point from 1 kB on. */
  public static String of(long bytes) {
    if (bytes < STEP) {
      return bytes + " B";
    }
    double amount = bytes;
    int unit = -1;
    // What would be printed as 1000.0 is one of the next unit.
    while (amount >= STEP - 0.05) {
      amount /= STEP;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %cB", amount, UNITS.charAt(unit));
  }
}
