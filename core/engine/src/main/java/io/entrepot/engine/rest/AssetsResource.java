package io.entrepot.engine.rest;

import io.entrepot.engine.admin.AssetView;
import io.entrepot.engine.admin.ContentAdmin;
import io.entrepot.engine.admin.ContentSearch;
import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RefusedException.Kind;
import io.entrepot.engine.rest.ContentAnswers.PageAnswer;
import io.entrepot.spi.http.ProblemException;
import io.entrepot.spi.page.Cursor;
import io.entrepot.spi.page.Page;
import io.entrepot.spi.security.Action;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The assets of repositories. */
@Path("v1/assets")
@Produces(MediaType.APPLICATION_JSON)
public final class AssetsResource {

  private final ContentSearch search;
  private final ContentAdmin contents;
  private final Sights sights;
  private final ContentAnswers answers;

  AssetsResource(
      ContentSearch search, ContentAdmin contents, Sights sights, ContentAnswers answers) {
    this.search = search;
    this.contents = contents;
    this.sights = sights;
    this.answers = answers;
  }

  /** The assets of a repository, a page of them, in the order of their paths. */
  @GET
  @Everybody(because = "it refuses those who may not look into the repository")
  public PageAnswer list(
      @QueryParam("repository") @DefaultValue("") String repository,
      @QueryParam("continuationToken") @DefaultValue("") String token,
      @Context ContainerRequestContext request)
      throws RefusedException, ProblemException, IOException {
    Holders holders = sights.holders(Caller.of(request), repository);
    Page<AssetView> page = search.list(holders.names(), cursor(token), SearchParameters.PAGE);
    return new PageAnswer(
        page.items().stream()
            .map(view -> answers.asset(view, holders, request.getUriInfo()))
            .toList(),
        page.next().map(AssetsResource::token).orElse(null));
  }

  /** An asset. */
  @GET
  @Path("{id}")
  @Everybody(because = "it refuses those who may not look into the repository")
  public Map<String, Object> find(
      @PathParam("id") String id, @Context ContainerRequestContext request)
      throws RefusedException, ProblemException, IOException {
    ContentId which = ContentId.parse(id);
    Holders holders = sights.holders(Caller.of(request), which.repository());
    return answers.asset(existing(holders, which, id), holders, request.getUriInfo());
  }

  /** Deletes an asset and what has no sense without it: 204. */
  @DELETE
  @Path("{id}")
  @Everybody(because = "it refuses those who may not delete in the repository")
  public void delete(@PathParam("id") String id, @Context ContainerRequestContext request)
      throws RefusedException, ProblemException, IOException {
    ContentId which = ContentId.parse(id);
    Caller caller = Caller.of(request);
    Holders holders = sights.holders(caller, which.repository());
    sights.require(caller, holders.names(), Action.DELETE);
    AssetView view = existing(holders, which, id);
    sights.require(caller, List.of(view.repository()), Action.DELETE);
    contents.deleteAsset(view.repository(), view.asset().path());
  }

  private AssetView existing(Holders holders, ContentId which, String id)
      throws RefusedException, IOException {
    for (String holder : holders.names()) {
      Optional<AssetView> found = search.asset(holder, which.number());
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw new RefusedException(Kind.NOT_FOUND, "id", "there is no asset '" + id + "'");
  }

  private static String token(Cursor cursor) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(cursor.after().getBytes(StandardCharsets.UTF_8));
  }

  private static Cursor cursor(String token) throws RefusedException {
    try {
      return Cursor.after(new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      RefusedException refusal =
          new RefusedException(
              Kind.INVALID,
              "continuationToken",
              "continuationToken: '" + token + "' is not from a list");
      refusal.initCause(e);
      throw refusal;
    }
  }
}
