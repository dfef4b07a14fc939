package io.entrepot.engine.admin;

import java.io.IOException;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Moving repositories to other blob stores, while they serve. A service. */
@ProviderType
public interface RepositoryMoves {

  /** Told how far a move is; ends it by what it throws. */
  @FunctionalInterface
  interface Progress {

    /**
     * A part is done.
     *
     * @param done assets that have been looked at
     * @param total how many there are
     */
    void at(long done, long total) throws IOException;
  }

  /**
   * What was moved.
   *
   * @param assets that have their bytes in the other store now
   * @param blobs that were copied; others were there already
   * @param bytes of those
   * @param left sentences about blobs that could not be read, and so stay where they are
   */
  record Result(long assets, long blobs, long bytes, List<String> left) {

    public Result {
      left = List.copyOf(left);
    }
  }

  /**
   * Lets a repository keep what is uploaded in another blob store from now on, and brings what it
   * has there. One that broke off, by a failure or a crash, goes on when it is asked for again.
   * Uploads that had begun before and end after the move leave their bytes in the old store: they
   * are served from there, and the next move takes them along.
   *
   * @throws RefusedException if there is no such repository or store, or the repository is being
   *     moved
   * @throws IOException if it broke off; what was moved stays moved, and the repository serves all
   */
  Result move(String repository, String blobStore, Progress progress)
      throws RefusedException, IOException;
}
