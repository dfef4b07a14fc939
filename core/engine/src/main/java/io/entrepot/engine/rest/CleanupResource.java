package io.entrepot.engine.rest;

import io.entrepot.engine.admin.CleanupAdmin;
import io.entrepot.engine.admin.CleanupPreview;
import io.entrepot.engine.admin.CleanupPreview.Candidate;
import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RefusedException.Kind;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What cleanups would remove. */
@Path("v1/cleanup")
@Produces(MediaType.APPLICATION_JSON)
public final class CleanupResource {

  private static final int MOST = 1_000;

  private final CleanupAdmin cleanup;

  CleanupResource(CleanupAdmin cleanup) {
    this.cleanup = cleanup;
  }

  /** What would go from a repository now, and why; by its own policies if none is given. */
  @GET
  @Path("preview")
  @Administers(domain = "settings", action = "read")
  public Map<String, Object> preview(
      @QueryParam("repository") @DefaultValue("") String repository,
      @QueryParam("policy") List<String> policies)
      throws RefusedException, IOException {
    if (repository.isEmpty()) {
      throw new RefusedException(Kind.INVALID, "repository", "repository is missing");
    }
    CleanupPreview preview = cleanup.preview(repository, policies, MOST);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("repository", repository);
    answer.put("componentCount", preview.considered());
    answer.put("matchingCount", preview.matching());
    answer.put("items", preview.first().stream().map(CleanupResource::answer).toList());
    return answer;
  }

  private static Map<String, Object> answer(Candidate candidate) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("group", candidate.component().group());
    answer.put("name", candidate.component().name());
    answer.put("version", candidate.component().version());
    answer.put("policy", candidate.policy());
    answer.put("reasons", candidate.reasons());
    answer.put("lastBlobUpdated", candidate.updated().toString());
    answer.put("lastDownloaded", candidate.downloaded().map(Instant::toString).orElse(null));
    return answer;
  }
}
