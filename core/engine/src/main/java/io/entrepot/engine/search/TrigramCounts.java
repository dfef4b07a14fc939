package io.entrepot.engine.search;

import io.entrepot.engine.database.Database;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import org.jdbi.v3.core.Handle;

/**
 * How frequent pieces of three characters are among the components, as a sample of these tells. The
 * index of texts takes time in proportion to how many components have the pieces that it is asked
 * for: those of a name that few others have make a search fast however many components there are.
 */
final class TrigramCounts {

  private static final int SAMPLE = 2_000;

  /** Pieces that share a place are counted together: a power of two, some times a sample's. */
  private static final int PLACES = 1 << 16;

  /** Two pieces next to each other mostly come together, so that one alone is not trusted. */
  private static final int LEAST = 2;

  private static final int MOST = 4;

  /** Characters of names, the most frequent first; digits and what else is missing are rarer. */
  private static final String FREQUENT = "eatoirnscl-dpumh.gfyb/w";

  private record Range(long first, long last) {
    long length() {
      return last - first + 1;
    }
  }

  /** What a sample had. */
  private static final class Counts {

    private final short[] places;
    private final int sampled;
    private final long components;

    /** A sample of so many, of about so many components, at most. */
    Counts(short[] places, int sampled, long components) {
      this.places = places;
      this.sampled = sampled;
      this.components = components;
    }

    int of(String trigram) {
      return places[place(trigram)];
    }

    /** How many of all have one that many of the sample have. */
    double share(String trigram) {
      return Math.max(1, of(trigram)) / (double) Math.max(1, sampled);
    }
  }

  private volatile Counts counts = new Counts(new short[PLACES], 0, 0);

  /** Looks at some components anywhere in the database. */
  void sample(Database database) throws IOException {
    counts = database.readLong(TrigramCounts::sample);
  }

  /** About how many components there were when they were looked at, at most. */
  long components() {
    return counts.components;
  }

  /**
   * Those few trigrams that are likely to be in the fewest components; what is found by few has to
   * be looked at anyway.
   */
  Set<String> rarest(Set<String> trigrams) {
    Counts now = counts;
    List<String> sorted = new ArrayList<>(trigrams);
    sorted.sort(
        Comparator.<String>comparingInt(now::of)
            .thenComparing(Comparator.comparingInt(TrigramCounts::rarity).reversed()));
    Set<String> rarest = new LinkedHashSet<>();
    double expected = Math.max(1, now.components);
    for (String trigram : sorted) {
      boolean enough = now.sampled > 0 && rarest.size() >= LEAST && expected < 1;
      if (enough || rarest.size() == MOST) {
        return rarest;
      }
      rarest.add(trigram);
      expected *= now.share(trigram);
    }
    return rarest;
  }

  private static Counts sample(Handle handle) {
    Range range =
        handle
            .createQuery(
                "SELECT (SELECT coalesce(min(id), 1) FROM component),"
                    + " (SELECT coalesce(max(id), 0) FROM component)")
            .map((row, context) -> new Range(row.getLong(1), row.getLong(2)))
            .one();
    short[] places = new short[PLACES];
    int sampled = (int) Math.min(SAMPLE, range.length());
    SplittableRandom random = new SplittableRandom(range.last());
    for (int i = 0; i < sampled; i++) {
      long id =
          range.length() <= SAMPLE
              ? range.first() + i
              : range.first() + random.nextLong(range.length());
      handle
          .createQuery(
              "SELECT group_name, name, version FROM component WHERE id >= ? ORDER BY id LIMIT 1")
          .bind(0, id)
          .map(
              (row, context) ->
                  TextIndex.trigrams(List.of(row.getString(1), row.getString(2), row.getString(3))))
          .findOne()
          .ifPresent(trigrams -> count(trigrams, places));
    }
    return new Counts(places, sampled, range.length());
  }

  private static void count(Set<String> trigrams, short[] places) {
    trigrams.stream().mapToInt(TrigramCounts::place).distinct().forEach(at -> places[at]++);
  }

  private static int place(String trigram) {
    int hash = trigram.toLowerCase(Locale.ROOT).hashCode() * 0x9E3779B9;
    return hash >>> (Integer.SIZE - Integer.numberOfTrailingZeros(PLACES));
  }

  private static int rarity(String trigram) {
    return trigram
        .toLowerCase(Locale.ROOT)
        .chars()
        .map(c -> FREQUENT.indexOf(c) < 0 ? FREQUENT.length() : FREQUENT.indexOf(c))
        .sum();
  }
}
