package io.entrepot.engine.collect;

import io.entrepot.engine.admin.BlobInquiry;
import io.entrepot.engine.admin.BlobStory;
import io.entrepot.engine.admin.BlobStory.Holder;
import io.entrepot.engine.admin.BlobStory.State;
import io.entrepot.engine.content.BlobHolders;
import io.entrepot.engine.content.BlobHolders.Found;
import io.entrepot.engine.content.RepositoryContents;
import io.entrepot.engine.repository.Serving;
import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.content.Retention;
import io.entrepot.spi.format.Repository;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Says why blobs are kept, by what the collector would judge by, with its usual grace. */
@Component(service = BlobInquiry.class)
public final class BlobReasons implements BlobInquiry {

  private final BlobHolders holders;
  private final Serving serving;

  /** Over the server's content. */
  @Activate
  public BlobReasons(@Reference RepositoryContents contents, @Reference Serving serving) {
    this.holders = contents.holders();
    this.serving = serving;
  }

  @Override
  public List<BlobStory> why(Digest digest) throws IOException {
    List<BlobStory> stories = new ArrayList<>();
    for (BlobHolders.Copy copy : holders.copies(digest)) {
      List<Holder> having = new ArrayList<>();
      for (Found found : holders.of(copy)) {
        having.add(holder(found));
      }
      stories.add(
          new BlobStory(
              copy.store(),
              copy.name(),
              copy.size(),
              copy.created(),
              copy.assets(),
              copy.unreferencedSince(),
              copy.unreferencedSince().map(since -> since.plus(StorageCollect.GRACE)),
              having));
    }
    return stories;
  }

  private Holder holder(Found found) {
    State state =
        found.repository().isEmpty()
            ? State.DROPPED
            : found.removed() ? State.REMOVED : State.SERVED;
    Optional<Instant> goes =
        state == State.SERVED
            ? found.unneededSince().flatMap(since -> goes(found, since))
            : Optional.empty();
    return new Holder(
        found.repository(),
        state,
        found.path(),
        found.retention(),
        found.neededBy(),
        found.unneededSince(),
        goes);
  }

  private Optional<Instant> goes(Found found, Instant since) {
    Instant read = found.lastRead().plus(StorageCollect.GRACE);
    Optional<Duration> time =
        found.retention() == Retention.WHILE_NEEDED
            ? Optional.of(StorageCollect.GRACE)
            : policy(found.repository());
    return time.map(since::plus).map(due -> due.isAfter(read) ? due : read);
  }

  private Optional<Duration> policy(String repository) {
    Optional<Serving.Held> holding = serving.hold(repository);
    if (holding.isEmpty()) {
      return Optional.empty();
    }
    try (Serving.Held held = holding.get()) {
      return held.repository().flatMap(Repository::unneededRetention);
    }
  }
}
