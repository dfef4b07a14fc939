package io.entrepot.engine.offline;

import io.entrepot.engine.admin.VerifyRequest;
import io.entrepot.engine.admin.VerifyResult;
import io.entrepot.engine.backup.Observer;
import io.entrepot.engine.backup.Restore;
import io.entrepot.engine.backup.RestoreResult;
import io.entrepot.engine.blob.BlobStores;
import io.entrepot.engine.content.DamagedBlobs;
import io.entrepot.engine.database.Database;
import io.entrepot.engine.verify.Outcome;
import io.entrepot.engine.verify.Verification;
import io.entrepot.engine.verify.Watcher;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * {@code bin/entrepot verify} and {@code restore}: plain classes on a class path, without a
 * container. Who calls it holds the data folder's lock.
 */
public final class OfflineStorage {

  /** All is well. */
  public static final int WELL = 0;

  /** Something is wrong, and still is. */
  public static final int WRONG = 4;

  private static final long TELL = TimeUnit.SECONDS.toNanos(10);

  private final Path data;
  private final PrintStream out;
  private long told = System.nanoTime();

  private OfflineStorage(Path data, PrintStream out) {
    this.data = data;
    this.out = out;
  }

  /**
   * Does one of them.
   *
   * @param words {@code verify} or {@code restore}, and what it was given
   * @return {@link #WELL} or {@link #WRONG}
   * @throws IllegalArgumentException naming the word that is wrong
   * @throws IOException if it cannot be done
   */
  public static int run(Path data, PrintStream out, List<String> words) throws IOException {
    Deque<String> rest = new ArrayDeque<>(words);
    OfflineStorage storage = new OfflineStorage(data, out);
    return rest.pop().equals("restore") ? storage.restore(rest) : storage.verify(rest);
  }

  private int verify(Deque<String> words) throws IOException {
    boolean deep = false;
    boolean repair = false;
    boolean remove = false;
    long hours = VerifyRequest.ORPHAN_AGE.toHours();
    long speed = 0;
    while (!words.isEmpty()) {
      String word = words.pop();
      switch (word) {
        case "--deep" -> deep = true;
        case "--repair" -> repair = true;
        case "--remove-orphans" -> remove = true;
        case "--orphan-age" -> hours = number(word, words);
        case "--bytes-per-second" -> speed = number(word, words);
        default -> throw new IllegalArgumentException("'" + word + "' is no option of verify");
      }
    }
    VerifyRequest request = new VerifyRequest(deep, repair, remove, Duration.ofHours(hours), speed);
    try (Database database = new Database(data.resolve("database"))) {
      Clock clock = Clock.systemUTC();
      settle(database, clock);
      VerifyResult result =
          new Verification(
                  database,
                  new DamagedBlobs(database, clock),
                  data.resolve("blobs"),
                  clock,
                  Duration.ZERO)
              .run(request, new Printed());
      out.println(result.text());
      return result.open() == 0 ? WELL : WRONG;
    }
  }

  /** Does what the server does when it opens its stores: what a power cut took is written again. */
  private void settle(Database database, Clock clock) throws IOException {
    new BlobStores(database, data.resolve("blobs"), clock).close();
  }

  private int restore(Deque<String> words) throws IOException {
    Map<String, Path> moved = new HashMap<>();
    String from = "";
    while (!words.isEmpty()) {
      String word = words.pop();
      if (word.equals("--store")) {
        String[] store = value(word, words).split("=", 2);
        if (store.length < 2) {
          throw new IllegalArgumentException("--store needs NAME=FOLDER, not '" + store[0] + "'");
        }
        moved.put(store[0], Path.of(store[1]).toAbsolutePath().normalize());
      } else if (from.isEmpty() && !word.startsWith("-")) {
        from = word;
      } else {
        throw new IllegalArgumentException("'" + word + "' is no option of restore");
      }
    }
    if (from.isEmpty()) {
      throw new IllegalArgumentException("the backup is missing: a folder");
    }
    RestoreResult result = new Restore(data, moved, new Printed()).run(Path.of(from));
    out.printf(
        "restored %s: %d blobs, %d missing%n", result.backup(), result.blobs(), result.missing());
    out.println(result.verified().text());
    return result.missing() == 0 && result.verified().findings() == 0 ? WELL : WRONG;
  }

  private static long number(String option, Deque<String> words) {
    String value = value(option, words);
    if (!value.matches("[0-9]{1,15}")) {
      throw new IllegalArgumentException(option + " is '" + value + "', not a whole number");
    }
    return Long.parseLong(value);
  }

  private static String value(String option, Deque<String> words) {
    if (words.isEmpty()) {
      throw new IllegalArgumentException(option + " needs a value");
    }
    return words.pop();
  }

  private final class Printed implements Watcher, Observer {

    @Override
    public void progress(String what, long done, long total) {
      if (System.nanoTime() - told > TELL) {
        told = System.nanoTime();
        out.println(total == 0 ? what + ": " + done : what + ": " + done + " of " + total);
      }
    }

    @Override
    public void found(Outcome outcome) {
      out.println(outcome.text());
    }

    @Override
    public void line(String text) {
      out.println(text);
    }
  }
}
