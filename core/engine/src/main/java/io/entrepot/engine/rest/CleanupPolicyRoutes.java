package io.entrepot.engine.rest;

import io.entrepot.engine.admin.CleanupAdmin;
import io.entrepot.engine.admin.CleanupPolicy;
import io.entrepot.engine.admin.CleanupPolicy.ReleaseType;
import io.entrepot.engine.admin.CleanupPolicy.SortBy;
import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RefusedException.Kind;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Cleanup policies, wherever they are offered. */
public abstract class CleanupPolicyRoutes {

  private static final String ALL_FORMATS = "ALL_FORMATS";

  private final CleanupAdmin cleanup;

  CleanupPolicyRoutes(CleanupAdmin cleanup) {
    this.cleanup = cleanup;
  }

  /** All policies by name, or those for repositories of a format. */
  @GET
  @Administers(domain = "settings", action = "read")
  public List<Map<String, Object>> list(@QueryParam("format") @DefaultValue("") String format)
      throws IOException {
    List<Map<String, Object>> answers = new ArrayList<>();
    for (CleanupPolicy policy : cleanup.policies()) {
      if (format.isEmpty()
          || policy.format().equals(format)
          || policy.format().equals(CleanupPolicy.ANY_FORMAT)) {
        answers.add(answer(policy));
      }
    }
    return answers;
  }

  /** Makes a policy: 200 with it. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Administers(domain = "settings", action = "update")
  public Map<String, Object> create(JsonBody body) throws RefusedException, IOException {
    CleanupPolicy policy = policy(body.text("name"), body);
    cleanup.create(policy);
    return answer(policy);
  }

  /** One policy. */
  @GET
  @Path("{name}")
  @Administers(domain = "settings", action = "read")
  public Map<String, Object> find(@PathParam("name") String name)
      throws RefusedException, IOException {
    return answer(
        cleanup
            .find(name)
            .orElseThrow(
                () ->
                    new RefusedException(
                        Kind.NOT_FOUND, "name", "there is no cleanup policy '" + name + "'")));
  }

  /** Changes a policy: 200 with it; what is not given is no criterion afterwards. */
  @PUT
  @Path("{name}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Administers(domain = "settings", action = "update")
  public Map<String, Object> update(@PathParam("name") String name, JsonBody body)
      throws RefusedException, IOException {
    find(name);
    body.requireSame("name", name);
    CleanupPolicy policy = policy(name, body);
    cleanup.update(policy);
    return answer(policy);
  }

  /** Removes a policy that no repository names: 204. */
  @DELETE
  @Path("{name}")
  @Administers(domain = "settings", action = "update")
  public void delete(@PathParam("name") String name) throws RefusedException, IOException {
    cleanup.delete(name);
  }

  private Map<String, Object> answer(CleanupPolicy policy) throws IOException {
    List<String> users = cleanup.users(policy.name());
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("name", policy.name());
    answer.put("format", policy.format());
    answer.put("notes", policy.notes());
    answer.put("criteriaLastBlobUpdated", orNull(policy.lastBlobUpdated()));
    answer.put("criteriaLastDownloaded", orNull(policy.lastDownloaded()));
    answer.put("criteriaReleaseType", policy.releases().map(Enum::name).orElse(null));
    answer.put("criteriaAssetRegex", policy.assetRegex().orElse(null));
    answer.put("retain", orNull(policy.retain()));
    answer.put("sortBy", policy.sortBy().name().toLowerCase(Locale.ROOT));
    answer.put("inUseCount", users.size());
    answer.put("repositories", users);
    return answer;
  }

  private static Integer orNull(OptionalInt value) {
    return value.isPresent() ? Integer.valueOf(value.getAsInt()) : null;
  }

  private static CleanupPolicy policy(String name, JsonBody body) throws RefusedException {
    String format = body.text("format");
    return new CleanupPolicy(
        name,
        format.equals(ALL_FORMATS) ? CleanupPolicy.ANY_FORMAT : format,
        body.optionalText("notes").orElse(""),
        number(body, "criteriaLastBlobUpdated"),
        number(body, "criteriaLastDownloaded"),
        choice(body, "criteriaReleaseType", ReleaseType.class),
        body.optionalText("criteriaAssetRegex").filter(text -> !text.isEmpty()),
        number(body, "retain"),
        choice(body, "sortBy", SortBy.class).orElse(SortBy.VERSION));
  }

  private static OptionalInt number(JsonBody body, String field) throws RefusedException {
    OptionalLong number = body.number(field);
    if (number.isEmpty()) {
      return OptionalInt.empty();
    }
    // What is too large for an int is too large for every rule, and what is too small too.
    return OptionalInt.of((int) Math.max(-1, Math.min(Integer.MAX_VALUE, number.getAsLong())));
  }

  private static <E extends Enum<E>> Optional<E> choice(
      JsonBody body, String field, Class<E> choices) throws RefusedException {
    Optional<String> given = body.optionalText(field).filter(text -> !text.isBlank());
    if (given.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Arrays.stream(choices.getEnumConstants())
            .filter(choice -> choice.name().equalsIgnoreCase(given.get()))
            .findFirst()
            .orElseThrow(
                () ->
                    new RefusedException(
                        Kind.INVALID,
                        field,
                        field
                            + ": '"
                            + given.get()
                            + "' is not one of "
                            + String.join(
                                ", ",
                                Arrays.stream(choices.getEnumConstants())
                                    .map(Enum::name)
                                    .toList()))));
  }
}
