package io.entrepot.engine.content;

import io.entrepot.engine.database.Database;
import io.entrepot.spi.content.AssetPath;
import java.io.IOException;
import java.util.List;

/** Which assets of a repository were used the longest ago. */
public final class LeastUsed {

  /**
   * An asset.
   *
   * @param size its bytes
   */
  public record Candidate(AssetPath path, long size) {}

  private final Database database;

  LeastUsed(Database database) {
    this.database = database;
  }

  /**
   * Those that were neither set nor read since the longest ago, nor what refers to them: first of
   * all the one of which that is longest. Looks at all assets of the repository: for the
   * background.
   *
   * @param most how many
   */
  public List<Candidate> list(String repository, int most) throws IOException {
    return database.readLong(
        handle ->
            handle
                .createQuery(
                    "SELECT a.path, b.size FROM content c JOIN asset a ON a.content = c.id"
                        + " JOIN blob b ON b.id = a.blob WHERE c.repository = ?"
                        + " ORDER BY (SELECT MAX(CASE WHEN n.last_downloaded > n.updated"
                        + " THEN n.last_downloaded ELSE n.updated END) FROM asset n"
                        + " WHERE n.id = a.id OR n.id IN"
                        + " (SELECT r.source FROM reference r WHERE r.target = a.id)),"
                        + " a.path LIMIT ?")
                .bind(0, repository)
                .bind(1, most)
                .map(
                    (row, context) ->
                        new Candidate(new AssetPath(row.getString(1)), row.getLong(2)))
                .list());
  }
}
