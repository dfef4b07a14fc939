package io.entrepot.engine.repository;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RefusedException.Kind;
import io.entrepot.engine.admin.RepositoryMoves;
import io.entrepot.engine.content.ContentMove;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves repositories: first where new bytes go, then what is there. */
@Component(service = RepositoryMoves.class)
public final class MovingRepositories implements RepositoryMoves {

  private static final Logger LOG = LoggerFactory.getLogger(MovingRepositories.class);

  /** How long it waits for the requests that still put into the old store. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final RepositoryChanges changes;
  private final ContentMove move;
  private final Set<String> moving = ConcurrentHashMap.newKeySet();

  /** Moves the server's repositories. */
  @Activate
  public MovingRepositories(@Reference RepositoryChanges changes, @Reference ContentMove move) {
    this.changes = changes;
    this.move = move;
  }

  @Override
  public Result move(String repository, String blobStore, Progress progress)
      throws RefusedException, IOException {
    if (!moving.add(repository)) {
      throw new RefusedException(
          Kind.CONFLICT, "repository", "repository '" + repository + "' is being moved");
    }
    try {
      Optional<Snapshot> before = changes.putInto(repository, blobStore);
      Result first = pass(repository, blobStore, progress);
      if (before.isPresent() && !before.get().lease().awaitEnd(PATIENCE)) {
        LOG.warn(
            "{} requests in repository '{}' began before it got blob store '{}'; what they put may"
                + " stay in the old one until it is moved again",
            before.get().lease().users(),
            repository,
            blobStore);
      }
      // What those put that were in it meanwhile.
      Result rest = pass(repository, blobStore, progress);
      Result all = sum(first, rest);
      LOG.info(
          "Repository '{}' is moved to blob store '{}': {} assets, {} blobs and {} bytes copied",
          repository,
          blobStore,
          all.assets(),
          all.blobs(),
          all.bytes());
      return all;
    } finally {
      moving.remove(repository);
    }
  }

  private Result pass(String repository, String blobStore, Progress progress) throws IOException {
    ContentMove.Moved moved = move.into(blobStore, repository, progress::at);
    return new Result(moved.assets(), moved.blobs(), moved.bytes(), moved.left());
  }

  private static Result sum(Result first, Result rest) {
    List<String> left = new ArrayList<>(rest.left()); // what is left is found by both
    return new Result(
        first.assets() + rest.assets(),
        first.blobs() + rest.blobs(),
        first.bytes() + rest.bytes(),
        left);
  }
}
