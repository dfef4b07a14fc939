package io.entrepot.engine.admin;

import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.Retention;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A blob of a store, and what keeps it.
 *
 * @param store the blob store
 * @param name its name there
 * @param size its bytes
 * @param created when it came
 * @param assets how many assets have it
 * @param garbageSince since when none has it; empty if one does
 * @param goesAfter after when a collection takes it away; empty as long as an asset has it
 * @param holders the assets that have it, at most 100
 */
public record BlobStory(
    String store,
    String name,
    long size,
    Instant created,
    long assets,
    Optional<Instant> garbageSince,
    Optional<Instant> goesAfter,
    List<Holder> holders) {

  public BlobStory {
    holders = List.copyOf(holders);
  }

  /** A few words that sum it up. */
  public String summary() {
    if (goesAfter.isPresent()) {
      return "garbage: nothing has it, and a collection after " + goesAfter.get() + " removes it";
    }
    return assets == 1 ? "one asset has it" : assets + " assets have it";
  }

  /**
   * An asset that has the blob.
   *
   * @param repository the repository's name
   * @param state whether the repository is there
   * @param path the asset
   * @param retention how long the asset stays when nothing needs it
   * @param neededBy what needs the asset, at most 20
   * @param unneededSince since when nothing needs it; empty if something does, or it stays anyway
   * @param goesAfter after when a collection takes it away, unless it is read or needed before;
   *     empty if it stays
   */
  public record Holder(
      String repository,
      State state,
      AssetPath path,
      Retention retention,
      List<AssetPath> neededBy,
      Optional<Instant> unneededSince,
      Optional<Instant> goesAfter) {

    public Holder {
      neededBy = List.copyOf(neededBy);
    }

    /** Why it is there, in a few words. */
    public String reason() {
      return switch (state) {
        case REMOVED -> "its repository was removed and can still be restored";
        case DROPPED -> "its repository is gone; a collection removes it";
        case SERVED -> unneededSince.isPresent() ? unneeded() : kept();
      };
    }

    private String kept() {
      if (!neededBy.isEmpty()) {
        return "needed by " + neededBy.get(0) + (neededBy.size() > 1 ? " and others" : "");
      }
      return "stays until somebody deletes it";
    }

    private String unneeded() {
      return "not needed since "
          + unneededSince.orElseThrow()
          + goesAfter
              .map(time -> "; goes after " + time + " unless it is read or needed before")
              .orElse("; its repository keeps such things for ever, or does not serve");
    }
  }

  /** What became of a holder's repository. */
  public enum State {
    /** It is there. */
    SERVED,
    /** It was removed and can be restored. */
    REMOVED,
    /** It was removed for good. */
    DROPPED
  }
}
