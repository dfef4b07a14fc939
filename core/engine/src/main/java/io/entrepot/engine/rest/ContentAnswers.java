package io.entrepot.engine.rest;

import io.entrepot.engine.admin.AssetView;
import io.entrepot.engine.admin.ComponentView;
import io.entrepot.engine.admin.RepositoryAdmin;
import io.entrepot.engine.admin.RepositoryDefinition;
import io.entrepot.engine.http.TargetPath;
import io.entrepot.engine.repository.Serving;
import io.entrepot.engine.repository.Serving.Held;
import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What REST says of components and assets. */
final class ContentAnswers {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final RepositoryAdmin repositories;
  private final Serving serving;
  private final Optional<URI> publicUrl;

  /**
   * Answers.
   *
   * @param serving says where clients read an asset
   * @param publicUrl the fixed address of the server; otherwise links go where the request came to
   */
  ContentAnswers(RepositoryAdmin repositories, Serving serving, Optional<URI> publicUrl) {
    this.repositories = repositories;
    this.serving = serving;
    this.publicUrl = publicUrl;
  }

  /**
   * A page of a list.
   *
   * @param items what is on it
   * @param continuationToken where the next one begins; null on the last
   */
  record PageAnswer(List<Map<String, Object>> items, String continuationToken) {}

  /** A component with its assets. */
  Map<String, Object> component(ComponentView view, Holders holders, UriInfo request) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("id", new ContentId(holders.shownBy(view.repository()), view.id()).text());
    answer.put("repository", view.repository());
    answer.put("format", format(view.repository()));
    answer.put("group", orNull(view.component().group()));
    answer.put("name", view.component().name());
    answer.put("version", orNull(view.component().version()));
    answer.put(
        "assets", view.assets().stream().map(asset -> asset(asset, holders, request)).toList());
    answer.put("tags", List.of());
    return answer;
  }

  /** An asset: named by who holds it, and read where it is shown. */
  Map<String, Object> asset(AssetView view, Holders holders, UriInfo request) {
    Asset asset = view.asset();
    String shownBy = holders.shownBy(view.repository());
    String path = path(shownBy, asset.path());
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("id", new ContentId(shownBy, view.id()).text());
    answer.put("repository", view.repository());
    answer.put("format", format(view.repository()));
    answer.put("path", path);
    answer.put("downloadUrl", origin(request) + address(shownBy, path));
    answer.put("checksum", checksums(asset));
    answer.put("contentType", asset.contentType());
    answer.put("fileSize", asset.blob().size());
    answer.put("blobStoreName", asset.blob().store());
    answer.put("blobCreated", time(view.blobCreated()));
    answer.put("lastModified", time(asset.updated()));
    stale(view).ifPresent(why -> answer.put("stale", why));
    answer.put("lastDownloaded", view.downloaded().map(ContentAnswers::time).orElse(null));
    return answer;
  }

  /** Where a client downloads an asset. */
  URI download(AssetView view, Holders holders, UriInfo request) {
    String shownBy = holders.shownBy(view.repository());
    return URI.create(origin(request) + address(shownBy, path(shownBy, view.asset().path())));
  }

  private Optional<String> stale(AssetView view) {
    Optional<Held> held = serving.hold(view.repository());
    if (held.isEmpty()) {
      return Optional.empty();
    }
    try (Held holder = held.get()) {
      return holder.stale(view.asset().path());
    }
  }

  private String path(String repository, AssetPath path) {
    Optional<Held> held = serving.hold(repository);
    if (held.isEmpty()) {
      return path.value();
    }
    try (Held shown = held.get()) {
      return shown.repository().map(one -> one.address(path)).orElse(path.value());
    }
  }

  private String format(String repository) {
    return repositories.definitions().stream()
        .filter(one -> one.name().equals(repository))
        .map(RepositoryDefinition::recipe)
        .map(recipe -> recipe.format())
        .findFirst()
        .orElse("");
  }

  /** Scheme, host and port by which a client reaches the server. */
  String origin(UriInfo request) {
    URI base = request.getBaseUri();
    return publicUrl.map(URI::toString).orElse(base.getScheme() + "://" + base.getRawAuthority());
  }

  private static String address(String repository, String path) {
    return TargetPath.encode("/repository/" + repository + "/" + path);
  }

  private static Map<String, String> checksums(Asset asset) {
    Map<String, String> checksums = new TreeMap<>();
    for (Digest digest : asset.blob().digests().values()) {
      checksums.put(digest.algorithm().name().toLowerCase(Locale.ROOT), digest.hex());
    }
    return checksums;
  }

  private static String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private static String time(Instant time) {
    return TIME.format(time);
  }
}
