package io.entrepot.engine.http;

import io.entrepot.spi.blob.ByteRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code Range} field (RFC 9110 §14.2). */
final class Ranges {
  private static final Pattern ONE =
      Pattern.compile("[ \\t]*(?:([0-9]{1,18})-([0-9]{0,18})|-([0-9]{1,18}))[ \\t]*");

  /** More than anybody needs; each costs a part with its own fields. */
  private static final int MOST = 32;

  private Ranges() {}

  /**
   * The parts that a field asks for, in its order.
   *
   * @param size of the whole, in bytes
   * @return empty if the whole is to be sent: the field is malformed or of another unit, asks for
   *     too many parts, or for parts that overlap; an empty list if no part can be satisfied, as
   *     one that ends before it begins
   */
  static Optional<List<ByteRange>> of(String field, long size) {
    String value = field.strip();
    if (!value.toLowerCase(Locale.ROOT).startsWith("bytes=")) {
      return Optional.empty();
    }
    String[] parts = value.substring("bytes=".length()).split(",", -1);
    if (parts.length > MOST) {
      return Optional.empty();
    }
    List<ByteRange> ranges = new ArrayList<>();
    for (String part : parts) {
      Matcher matcher = ONE.matcher(part);
      if (!matcher.matches()) {
        return Optional.empty();
      }
      if (matcher.group(3) != null) {
        long length = Math.min(Long.parseLong(matcher.group(3)), size);
        add(ranges, size - length, length);
        continue;
      }
      long first = Long.parseLong(matcher.group(1));
      String end = matcher.group(2);
      long last = end.isEmpty() ? size - 1 : Long.parseLong(end);
      add(ranges, first, Math.min(last, size - 1) - first + 1);
    }
    return overlap(ranges) ? Optional.empty() : Optional.of(List.copyOf(ranges));
  }

  private static void add(List<ByteRange> ranges, long offset, long length) {
    if (length > 0) {
      ranges.add(new ByteRange(offset, length));
    }
  }

  private static boolean overlap(List<ByteRange> ranges) {
    List<ByteRange> sorted = new ArrayList<>(ranges);
    sorted.sort(Comparator.comparingLong(ByteRange::offset));
    for (int i = 1; i < sorted.size(); i++) {
      if (sorted.get(i).offset() < sorted.get(i - 1).end()) {
        return true;
      }
    }
    return false;
  }
}
