package io.entrepot.engine.repository;

import io.entrepot.engine.admin.RepositoryDefinition;
import io.entrepot.engine.content.Contents;
import io.entrepot.engine.content.ReadNotes;
import io.entrepot.engine.group.GroupContent;
import io.entrepot.engine.group.GroupMembers;
import io.entrepot.engine.group.Member;
import io.entrepot.engine.group.Neighbours;
import io.entrepot.engine.proxy.ProxyCaches;
import io.entrepot.engine.proxy.RepositoryCache;
import io.entrepot.engine.routing.RuleBook;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.AssetWrite;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.content.StoredBlob;
import io.entrepot.spi.format.Format;
import io.entrepot.spi.format.GroupMember;
import io.entrepot.spi.format.Members;
import io.entrepot.spi.format.RepositoryType;
import io.entrepot.spi.http.Problem;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** What a repository meets beside its own content: other repositories, and routing rules. */
final class Neighbourhood implements Neighbours {

  private final ServedRepositories served;
  private final Contents contents;
  private final RuleBook rules;
  private final ReadNotes reads;
  private final ProxyCaches caches;

  Neighbourhood(
      ServedRepositories served,
      Contents contents,
      RuleBook rules,
      ReadNotes reads,
      ProxyCaches caches) {
    this.caches = caches;
    this.served = served;
    this.contents = contents;
    this.rules = rules;
    this.reads = reads;
  }

  @Override
  public Optional<? extends Member> hold(String name) {
    return served.hold(name);
  }

  @Override
  public Optional<GroupMember> describe(String name) {
    return served
        .snapshot(name)
        .map(Snapshot::definition)
        .map(
            definition ->
                new GroupMember(
                    name,
                    definition.recipe().type(),
                    new RepositorySettings(definition.settings())));
  }

  @Override
  public void bring(String repository, StoredBlob blob, AssetWrite as) throws IOException {
    GroupMember member =
        describe(repository)
            .orElseThrow(() -> new IOException("there is no repository '" + repository + "'"));
    String store = member.settings().text(EngineFields.BLOB_STORE).orElseThrow();
    contents.bring(repository, store, blob, as);
  }

  @Override
  public void read(String repository, AssetPath path) {
    reads.note(repository, path);
  }

  /** What a repository holds: a group what its members do. */
  ContentStore content(RepositoryDefinition definition, ContentStore own) {
    return group(definition)
        ? new GroupContent(definition.name(), GroupRules.members(definition.settings()), this, own)
        : own;
  }

  /** What a group consists of. */
  Optional<Members> members(RepositoryDefinition definition) {
    return Optional.of(definition)
        .filter(Neighbourhood::group)
        .map(
            one ->
                new GroupMembers(
                    one.name(),
                    GroupRules.members(one.settings()),
                    GroupRules.writable(one.settings()),
                    this));
  }

  /**
   * What a proxy has of its upstream: to be closed.
   *
   * @param format its format, which may know a better address than the one that people give
   */
  Optional<RepositoryCache> cache(
      RepositoryDefinition definition,
      RepositorySettings settings,
      ContentStore content,
      Format format)
      throws IOException {
    if (definition.recipe().type() != RepositoryType.PROXY) {
      return Optional.empty();
    }
    String given = settings.text(ProxyFields.REMOTE_URL).orElse("");
    RepositorySettings used = settings;
    try {
      used = settings.with(ProxyFields.REMOTE_URL, format.upstream(new URI(given)).toString());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          ProxyFields.REMOTE_URL + ": '" + given + "' is no address", e);
    }
    return Optional.of(caches.open(definition.name(), used, content));
  }

  /** Why a repository is not asked for a path, if a routing rule says so. */
  Optional<Problem> refusal(RepositoryDefinition definition, String path) {
    return new RepositorySettings(definition.settings())
        .text(EngineFields.ROUTING_RULE)
        .flatMap(rule -> rules.refusal(definition.name(), rule, path));
  }

  private static boolean group(RepositoryDefinition definition) {
    return definition.recipe().type() == RepositoryType.GROUP;
  }
}
