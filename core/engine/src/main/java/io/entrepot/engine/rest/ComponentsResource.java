package io.entrepot.engine.rest;

import io.entrepot.engine.admin.ComponentView;
import io.entrepot.engine.admin.ContentAdmin;
import io.entrepot.engine.admin.ContentSearch;
import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RefusedException.Kind;
import io.entrepot.engine.admin.SearchQuery;
import io.entrepot.engine.rest.ContentAnswers.PageAnswer;
import io.entrepot.spi.http.ProblemException;
import io.entrepot.spi.page.Cursor;
import io.entrepot.spi.page.Page;
import io.entrepot.spi.security.Action;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The components of repositories. */
@Path("v1/components")
@Produces(MediaType.APPLICATION_JSON)
public final class ComponentsResource {

  private final ContentSearch search;
  private final ContentAdmin contents;
  private final Sights sights;
  private final ContentAnswers answers;
  private final FormUploads uploads;

  ComponentsResource(
      ContentSearch search,
      ContentAdmin contents,
      Sights sights,
      ContentAnswers answers,
      FormUploads uploads) {
    this.search = search;
    this.contents = contents;
    this.sights = sights;
    this.answers = answers;
    this.uploads = uploads;
  }

  /** The components of a repository, a page of them, in the order of groups, names, versions. */
  @GET
  @Everybody(because = "it refuses those who may not look into the repository")
  public PageAnswer list(
      @QueryParam("repository") @DefaultValue("") String repository,
      @QueryParam("continuationToken") @DefaultValue("") String token,
      @Context ContainerRequestContext request)
      throws RefusedException, ProblemException, IOException {
    Holders holders = sights.holders(Caller.of(request), repository);
    Page<ComponentView> page =
        search.components(
            SearchQuery.in(holders.names(), Cursor.after(token), SearchParameters.PAGE)
                .behind(holders.behind()));
    return new PageAnswer(
        page.items().stream()
            .map(view -> answers.component(view, holders, request.getUriInfo()))
            .toList(),
        page.next().map(Cursor::after).orElse(null));
  }

  /** Takes files by a form: 204. */
  @POST
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  @Unlimited
  @Everybody(because = "it refuses those who may not add to the repository")
  public void upload(
      @QueryParam("repository") @DefaultValue("") String repository,
      InputStream body,
      @Context ContainerRequestContext request)
      throws RefusedException, ProblemException, IOException {
    Caller caller = Caller.of(request);
    uploads.take(
        caller,
        sights.open(caller, repository).name(),
        request.getHeaderString(HttpHeaders.CONTENT_TYPE),
        body,
        answers.origin(request.getUriInfo()));
  }

  /** A component. */
  @GET
  @Path("{id}")
  @Everybody(because = "it refuses those who may not look into the repository")
  public Map<String, Object> find(
      @PathParam("id") String id, @Context ContainerRequestContext request)
      throws RefusedException, ProblemException, IOException {
    ContentId which = ContentId.parse(id);
    Holders holders = sights.holders(Caller.of(request), which.repository());
    return answers.component(existing(holders, which, id), holders, request.getUriInfo());
  }

  /** Deletes a component with its assets and what has no sense without them: 204. */
  @DELETE
  @Path("{id}")
  @Everybody(because = "it refuses those who may not delete in the repository")
  public void delete(@PathParam("id") String id, @Context ContainerRequestContext request)
      throws RefusedException, ProblemException, IOException {
    ContentId which = ContentId.parse(id);
    Caller caller = Caller.of(request);
    Holders holders = sights.holders(caller, which.repository());
    sights.require(caller, holders.names(), Action.DELETE);
    ComponentView view = existing(holders, which, id);
    sights.require(caller, List.of(view.repository()), Action.DELETE);
    contents.deleteComponent(view.repository(), view.component());
  }

  private ComponentView existing(Holders holders, ContentId which, String id)
      throws RefusedException, IOException {
    for (String holder : holders.names()) {
      Optional<ComponentView> found = search.component(holder, which.number());
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw new RefusedException(Kind.NOT_FOUND, "id", "there is no component '" + id + "'");
  }
}
