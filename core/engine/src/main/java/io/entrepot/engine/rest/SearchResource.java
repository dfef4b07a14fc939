package io.entrepot.engine.rest;

import io.entrepot.engine.admin.AssetView;
import io.entrepot.engine.admin.ComponentView;
import io.entrepot.engine.admin.ContentSearch;
import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RefusedException.Kind;
import io.entrepot.engine.admin.SearchQuery;
import io.entrepot.engine.rest.ContentAnswers.PageAnswer;
import io.entrepot.engine.rest.SearchParameters.Search;
import io.entrepot.spi.http.ProblemException;
import io.entrepot.spi.page.Cursor;
import io.entrepot.spi.page.Page;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;

/** Search in all repositories that the caller may look into. */
@Path("v1/search")
@Produces(MediaType.APPLICATION_JSON)
public final class SearchResource {

  private final ContentSearch search;
  private final SearchParameters parameters;
  private final ContentAnswers answers;

  SearchResource(ContentSearch search, SearchParameters parameters, ContentAnswers answers) {
    this.search = search;
    this.parameters = parameters;
    this.answers = answers;
  }

  /** Components, a page of them. */
  @GET
  @Everybody(because = "it finds only what the caller may see")
  public PageAnswer components(@Context ContainerRequestContext request)
      throws RefusedException, ProblemException, IOException {
    Search asked = read(request);
    Page<ComponentView> page = search.components(asked.query());
    return new PageAnswer(
        page.items().stream()
            .map(view -> answers.component(view, asked.holders(), request.getUriInfo()))
            .toList(),
        page.next().map(Cursor::after).orElse(null));
  }

  /** Assets, a page of them. */
  @GET
  @Path("assets")
  @Everybody(because = "it finds only what the caller may see")
  public PageAnswer assets(@Context ContainerRequestContext request)
      throws RefusedException, ProblemException, IOException {
    Search asked = read(request);
    Page<AssetView> page = search.assets(asked.query());
    return new PageAnswer(
        page.items().stream()
            .map(view -> answers.asset(view, asked.holders(), request.getUriInfo()))
            .toList(),
        page.next().map(Cursor::after).orElse(null));
  }

  /**
   * Redirects (302) to the one asset that is found: to the first of several only if the request
   * says in which order.
   */
  @GET
  @Path("assets/download")
  @Everybody(because = "it finds only what the caller may see")
  public Response download(@Context ContainerRequestContext request)
      throws RefusedException, ProblemException, IOException {
    Search asked = read(request);
    SearchQuery query = asked.query();
    Page<AssetView> page = search.assets(query);
    while (page.items().isEmpty() && page.next().isPresent()) {
      page = search.assets(query.after(page.next().get()));
    }
    if (page.items().isEmpty()) {
      throw new RefusedException(Kind.NOT_FOUND, "", "the search finds no asset");
    }
    boolean several = page.items().size() > 1 || page.next().isPresent();
    if (several && !request.getUriInfo().getQueryParameters().containsKey("sort")) {
      throw new RefusedException(
          Kind.INVALID,
          "sort",
          "sort: the search finds several assets, and nothing says which of them is the first");
    }
    return Response.status(Response.Status.FOUND)
        .location(answers.download(page.items().get(0), asked.holders(), request.getUriInfo()))
        .build();
  }

  private Search read(ContainerRequestContext request) throws RefusedException, ProblemException {
    return parameters.read(Caller.of(request), request.getUriInfo().getQueryParameters());
  }
}
