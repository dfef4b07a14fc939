package io.entrepot.engine.rest;

import io.entrepot.engine.admin.BlobStoreAdmin;
import io.entrepot.engine.admin.BlobStoreLimits;
import io.entrepot.engine.admin.BlobStoreView;
import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RefusedException.Kind;
import io.entrepot.engine.admin.RepositoryAdmin;
import io.entrepot.engine.admin.SoftQuota;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Blob stores on files. */
@Path("v1/blobstores")
@Produces(MediaType.APPLICATION_JSON)
public final class BlobStoresResource {

  /**
   * Whether a store has more than its quota.
   *
   * @param message a sentence
   */
  record QuotaAnswer(String blobStoreName, boolean isViolation, String message) {}

  private final BlobStoreAdmin stores;
  private final RepositoryAdmin repositories;

  BlobStoresResource(BlobStoreAdmin stores, RepositoryAdmin repositories) {
    this.stores = stores;
    this.repositories = repositories;
  }

  /** All stores, by name. */
  @GET
  @Administers(domain = "blobstores", action = "read")
  public List<Map<String, Object>> list() {
    return stores.list().stream().map(BlobStoresResource::answer).toList();
  }

  /** Makes a store: 204. */
  @POST
  @Path("file")
  @Consumes(MediaType.APPLICATION_JSON)
  @Administers(domain = "blobstores", action = "create")
  public void create(JsonBody body) throws RefusedException, IOException {
    String name = body.text("name");
    stores.create(name, body.optionalText("path").orElse(name), limits(body));
  }

  /** A store's folder and limits. */
  @GET
  @Path("file/{name}")
  @Administers(domain = "blobstores", action = "read")
  public Map<String, Object> find(@PathParam("name") String name) throws RefusedException {
    BlobStoreView store = existing(name);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("path", store.path().toString());
    addLimits(answer, store.limits());
    return answer;
  }

  /** Changes a store's limits: 204. */
  @PUT
  @Path("file/{name}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Administers(domain = "blobstores", action = "update")
  public void update(@PathParam("name") String name, JsonBody body)
      throws RefusedException, IOException {
    BlobStoreView store = existing(name);
    body.requireSame("name", name);
    String path = body.optionalText("path").orElse(store.path().toString());
    stores.update(name, path, limits(body));
  }

  /** Removes an empty store that no repository uses: 204. */
  @DELETE
  @Path("{name}")
  @Administers(domain = "blobstores", action = "delete")
  public void delete(@PathParam("name") String name) throws RefusedException, IOException {
    existing(name);
    Optional<String> user =
        repositories.list().stream()
            .map(view -> view.definition())
            .filter(
                definition ->
                    definition.settings().get("storage") instanceof Map<?, ?> storage
                        && name.equals(storage.get("blobStoreName")))
            .map(definition -> definition.name())
            .findFirst();
    if (user.isPresent()) {
      throw new RefusedException(
          Kind.CONFLICT,
          "name",
          "blob store '" + name + "' is used by repository '" + user.get() + "'");
    }
    stores.delete(name);
  }

  /** Whether a store has more than its quota. */
  @GET
  @Path("{name}/quota-status")
  @Administers(domain = "blobstores", action = "read")
  public QuotaAnswer quotaStatus(@PathParam("name") String name) throws RefusedException {
    BlobStoreView store = existing(name);
    Optional<String> violation = store.quotaViolation();
    String sound =
        store.limits().softQuota().isPresent()
            ? "blob store '" + name + "' keeps its quota"
            : "blob store '" + name + "' has no quota";
    return new QuotaAnswer(name, violation.isPresent(), violation.orElse(sound));
  }

  private BlobStoreView existing(String name) throws RefusedException {
    return stores
        .find(name)
        .orElseThrow(
            () ->
                new RefusedException(
                    Kind.NOT_FOUND, "name", "there is no blob store '" + name + "'"));
  }

  private static Map<String, Object> answer(BlobStoreView store) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("name", store.name());
    answer.put("type", "File");
    answer.put("unavailable", store.problem().isPresent());
    store.problem().ifPresent(problem -> answer.put("problem", problem));
    answer.put("blobCount", store.blobs());
    answer.put("totalSizeInBytes", store.size());
    answer.put("availableSpaceInBytes", store.available());
    addLimits(answer, store.limits());
    return answer;
  }

  private static void addLimits(Map<String, Object> answer, BlobStoreLimits limits) {
    limits
        .softQuota()
        .ifPresent(
            quota ->
                answer.put(
                    "softQuota", Map.of("type", quota.rule().label(), "limit", quota.limit())));
    limits.hardLimit().ifPresent(limit -> answer.put("hardLimit", limit));
  }

  private static BlobStoreLimits limits(JsonBody body) throws RefusedException {
    OptionalLong hard = body.number("hardLimit");
    if (hard.isPresent()) {
      requireBytes("hardLimit", hard);
    }
    return new BlobStoreLimits(quota(body), hard);
  }

  private static Optional<SoftQuota> quota(JsonBody body) throws RefusedException {
    Optional<JsonBody> quota = body.group("softQuota");
    if (quota.isEmpty()) {
      return Optional.empty();
    }
    String type = quota.get().text("type");
    Optional<SoftQuota.Rule> rule = SoftQuota.Rule.ofLabel(type);
    if (rule.isEmpty()) {
      throw new RefusedException(
          Kind.INVALID,
          "softQuota.type",
          "softQuota.type: '" + type + "' is neither 'spaceUsedQuota' nor 'spaceRemainingQuota'");
    }
    OptionalLong limit = quota.get().number("limit");
    requireBytes("softQuota.limit", limit);
    return Optional.of(new SoftQuota(rule.get(), limit.getAsLong()));
  }

  private static void requireBytes(String field, OptionalLong limit) throws RefusedException {
    if (limit.isEmpty() || limit.getAsLong() < 1) {
      throw new RefusedException(
          Kind.INVALID, field, field + ": a number of bytes above 0 is missing");
    }
  }
}
