package io.entrepot.engine.admin;

import java.time.Duration;

/**
 * What a verification shall do.
 *
 * @param deep whether all bytes are read and their checksums computed, not only sizes compared
 * @param repair whether what is wrong is put right where that can be done; else it is told only
 * @param removeOrphans whether files that no blob has are removed too
 * @param orphanAge how old they must be for that: 3 hours or more
 * @param bytesPerSecond how fast bytes are read at most; 0 for as fast as they come
 */
public record VerifyRequest(
    boolean deep, boolean repair, boolean removeOrphans, Duration orphanAge, long bytesPerSecond) {

  /** How old a file without a blob is at least when it can be no upload any more. */
  public static final Duration YOUNGEST = Duration.ofHours(3);

  /** How old they must be when nothing is said. */
  public static final Duration ORPHAN_AGE = Duration.ofDays(1);

  public VerifyRequest {
    if (orphanAge.compareTo(YOUNGEST) < 0) {
      throw new IllegalArgumentException(
          "the age of orphans is " + orphanAge + " and must be 3 hours or more");
    }
    if (bytesPerSecond < 0) {
      throw new IllegalArgumentException(
          "bytesPerSecond is " + bytesPerSecond + " and must be 0 or more");
    }
    if (removeOrphans && !repair) {
      throw new IllegalArgumentException("orphans are removed by a repair alone");
    }
  }

  /** A dry run that looks at sizes alone. */
  public static VerifyRequest quick() {
    return new VerifyRequest(false, false, false, ORPHAN_AGE, 0);
  }

  /** The same, reading all bytes. */
  public VerifyRequest deeply() {
    return new VerifyRequest(true, repair, removeOrphans, orphanAge, bytesPerSecond);
  }

  /** The same, putting right what can be put right. */
  public VerifyRequest repairing() {
    return new VerifyRequest(deep, true, removeOrphans, orphanAge, bytesPerSecond);
  }

  /** The same, removing files that no blob has; a repair too. */
  public VerifyRequest removingOrphans() {
    return new VerifyRequest(deep, true, true, orphanAge, bytesPerSecond);
  }
}
