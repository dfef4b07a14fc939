package io.entrepot.format.docker;

import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.Component;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.http.Response;
import io.entrepot.spi.page.Page;
import io.entrepot.spi.security.Action;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Where the images of a repository come from: what is pushed to it, an upstream, its members. */
interface DockerSource {

  /** Sends a manifest (end-3). */
  Response manifest(Request request, Route.Manifest which) throws IOException;

  /** Sends a blob (end-2). */
  Response blob(Request request, Route.Blob which) throws IOException;

  /** Lists the tags of an image (end-8a and end-8b). */
  Response tags(Request request, Route.Tags which) throws IOException;

  /** Lists what refers to a manifest (end-12a and end-12b). */
  Response referrers(Request request, Route.Referrers which) throws IOException;

  /**
   * Names of images, without the prefix that a client may see before them, in their binary order.
   *
   * @param request in whose course they are asked for; not necessarily to this repository
   */
  CompletionStage<Page<String>> images(Request request, PageQuery asked) throws IOException;

  /** Images that a search finds. */
  CompletionStage<List<DockerHit>> search(Request request, DockerQuery query) throws IOException;

  /** What one must be allowed to do for a request that changes something. */
  Set<Action> needed(Set<Action> usual);

  /** Changes something: manifests, blobs and uploads. */
  Response write(Request request, Route route) throws IOException;

  /** What deletes an asset, if there is more to it than that. */
  ChangeSet deletion(Asset asset) throws IOException;

  /** What deletes a component. */
  ChangeSet deletion(Component component, List<Asset> assets) throws IOException;

  /**
   * The part of it that has the images of a registry; empty if nothing of it has.
   *
   * @param registry as clients know it: {@code docker.io}, a host, maybe with a port
   */
  Optional<DockerSource> standingFor(String registry);

  /** The part of it for which no credentials of this server's own are sent to any upstream. */
  DockerSource withoutCredentials();
}
