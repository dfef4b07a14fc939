package io.entrepot.engine.verify;

import io.entrepot.engine.admin.VerifyRequest;
import io.entrepot.engine.admin.VerifyResult;
import io.entrepot.engine.blob.StoreFolder;
import io.entrepot.engine.content.DamagedBlobs;
import io.entrepot.engine.content.KeptCounters;
import io.entrepot.engine.database.Database;
import io.entrepot.engine.database.DatabaseException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Compares the database with itself, with the files of all blob stores, and what it keeps with what
 * counting gives, in this order: what the first finds ends the repairing, and the last corrects
 * what the second changed.
 */
public final class Verification {

  private final Database database;
  private final DamagedBlobs damaged;
  private final Path home;
  private final Clock clock;
  private final Duration young;

  /**
   * A verification.
   *
   * @param home the folder below which stores with relative paths lie
   * @param young how old a file without a blob is at least when it is no upload under way; zero
   *     while no server runs
   */
  public Verification(
      Database database, DamagedBlobs damaged, Path home, Clock clock, Duration young) {
    this.database = database;
    this.damaged = damaged;
    this.home = home;
    this.clock = clock;
    this.young = young;
  }

  /** Does it. */
  public VerifyResult run(VerifyRequest request, Watcher watcher) throws IOException {
    Count count = new Count(watcher);
    DatabaseCheck check = new DatabaseCheck(database, count);
    boolean sound = check.run(request.deep());
    VerifyRequest wanted = request;
    if (!sound && request.repair()) {
      // What a damaged database says is no ground to change anything on.
      wanted = new VerifyRequest(request.deep(), false, false, request.orphanAge(), 0);
    }
    List<StoreFolder> stores = StoreFolder.all(database, home);
    Instant now = clock.instant();
    ByteReader reader = new ByteReader(request.bytesPerSecond());
    BlobVerification blobs =
        new BlobVerification(
            database,
            damaged,
            wanted,
            now,
            now.minus(young),
            reader,
            new BlobRepair(database, damaged, stores, reader, now.minus(young)),
            count,
            stores.stream().mapToLong(StoreFolder::blobs).sum());
    try {
      for (StoreFolder store : stores) {
        blobs.verify(store);
      }
      counters(wanted.repair(), count);
    } catch (DatabaseException | IllegalArgumentException e) {
      // A row that no version of ours wrote, or a part of the file that cannot be read.
      count.found(
          new Outcome(
              new Finding.DatabaseFault("the rest was not looked at: " + e.getMessage()),
              Outcome.Action.LEFT));
    }
    return new VerifyResult(blobs.blobs(), reader.bytes(), count.findings, count.open);
  }

  private void counters(boolean repair, Count count) throws IOException {
    KeptCounters.Watcher told =
        new KeptCounters.Watcher() {
          private long lines;

          @Override
          public void compared(int more) throws IOException {
            lines += more;
            count.progress("lines of the database compared", lines, 0);
          }

          @Override
          public void found(KeptCounters.Wrong wrong) {
            Finding finding = new Finding.WrongCounter(wrong.what(), wrong.kept(), wrong.counted());
            count.found(
                new Outcome(finding, repair ? Outcome.Action.CORRECTED : Outcome.Action.TOLD));
          }
        };
    new KeptCounters(database, clock, repair, told).compare();
  }

  private static final class Count implements Watcher {

    private final Watcher watcher;
    private long findings;
    private long open;

    Count(Watcher watcher) {
      this.watcher = watcher;
    }

    @Override
    public void progress(String what, long done, long total) throws IOException {
      watcher.progress(what, done, total);
    }

    @Override
    public void found(Outcome outcome) {
      findings++;
      open += outcome.action().right() ? 0 : 1;
      watcher.found(outcome);
    }
  }
}
