package io.entrepot.format.docker;

/** What clients sent, made fit for a message: short, without control characters. */
final class Shown {

  private static final int LONGEST = 150;

  private Shown() {}

  static String of(String text) {
    String printable = text.replaceAll("\\p{Cntrl}", "?");
    return printable.length() <= LONGEST ? printable : printable.substring(0, LONGEST) + "…";
  }
}
