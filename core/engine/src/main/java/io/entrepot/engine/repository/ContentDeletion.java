package io.entrepot.engine.repository;

import io.entrepot.engine.admin.ContentAdmin;
import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RefusedException.Kind;
import io.entrepot.engine.content.Contents;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.Component;
import io.entrepot.spi.content.PreconditionFailedException;
import io.entrepot.spi.format.Repository;
import io.entrepot.spi.format.WritePolicy;
import io.entrepot.spi.http.ProblemException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes what administrators name: the format says how. */
@org.osgi.service.component.annotations.Component(service = ContentAdmin.class)
public final class ContentDeletion implements ContentAdmin {

  private static final Logger LOG = LoggerFactory.getLogger(ContentDeletion.class);
  private static final int ATTEMPTS = 10;

  private final ServedRepositories served;
  private final Contents contents;

  @Activate
  public ContentDeletion(@Reference ServedRepositories served, @Reference Contents contents) {
    this.served = served;
    this.contents = contents;
  }

  /** What is to be committed, asked anew for each attempt; empty if there is nothing to delete. */
  private interface Plan {
    Optional<ChangeSet> of(Serving.Held held, Repository format) throws IOException;
  }

  @Override
  public List<AssetPath> deleteAsset(String repository, AssetPath path)
      throws RefusedException, IOException {
    return delete(
        repository,
        "asset '" + path + "'",
        (held, format) -> {
          Optional<Asset> asset = held.content().find(path);
          return asset.isEmpty() ? Optional.empty() : Optional.of(format.deletion(asset.get()));
        });
  }

  @Override
  public List<AssetPath> deleteComponent(String repository, Component component)
      throws RefusedException, IOException {
    return delete(
        repository,
        "component '" + named(component) + "'",
        (held, format) -> {
          List<Asset> assets = contents.assets(repository, component);
          return assets.isEmpty()
              ? Optional.empty()
              : Optional.of(format.deletion(component, assets));
        });
  }

  private List<AssetPath> delete(String repository, String what, Plan plan)
      throws RefusedException, IOException {
    requireWritable(repository);
    try (Serving.Held held = served.hold(repository).orElseThrow(() -> absent(repository))) {
      if (held.repository().isEmpty()) {
        throw new RefusedException(Kind.CONFLICT, "repository", held.problem().message());
      }
      for (int attempt = 1; ; attempt++) {
        Optional<ChangeSet> changes = plan.of(held, held.repository().get());
        if (changes.isEmpty()) {
          throw new RefusedException(
              Kind.NOT_FOUND, "", "there is no " + what + " in repository '" + repository + "'");
        }
        try {
          List<AssetPath> gone = held.content().commit(changes.get()).deleted();
          LOG.info("Deleted {} from repository '{}': {} assets", what, repository, gone.size());
          return gone;
        } catch (PreconditionFailedException e) {
          if (attempt == ATTEMPTS) {
            throw new RefusedException(
                Kind.CONFLICT, "", what + " is being changed all the time: try again");
          }
        }
      }
    } catch (ProblemException e) {
      throw new RefusedException(Kind.FORBIDDEN, "", e.problem().message());
    }
  }

  private void requireWritable(String repository) throws RefusedException {
    Snapshot snapshot = served.snapshot(repository).orElseThrow(() -> absent(repository));
    RepositorySettings settings = new RepositorySettings(snapshot.definition().settings());
    if (settings.writePolicy() == WritePolicy.DENY) {
      throw new RefusedException(
          Kind.FORBIDDEN,
          EngineFields.WRITE_POLICY,
          "repository '" + repository + "' is read-only: its write policy is DENY");
    }
  }

  private static RefusedException absent(String repository) {
    return new RefusedException(
        Kind.NOT_FOUND, "repository", "there is no repository '" + repository + "'");
  }

  private static String named(Component component) {
    return String.join(
        ":",
        List.of(component.group(), component.name(), component.version()).stream()
            .filter(part -> !part.isEmpty())
            .toList());
  }
}
