package io.entrepot.engine.rest;

import io.entrepot.engine.admin.BlobStoreAdmin;
import io.entrepot.engine.admin.BlobStoreView;
import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RefusedException.Kind;
import io.entrepot.engine.admin.RepositoryAdmin;
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

  /** The one rule for quotas: a store may not use more than so many bytes. */
  private static final String USED = "spaceUsedQuota";

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
    stores.create(name, body.optionalText("path").orElse(name), quota(body));
  }

  /** A store's folder and quota. */
  @GET
  @Path("file/{name}")
  @Administers(domain = "blobstores", action = "read")
  public Map<String, Object> find(@PathParam("name") String name) throws RefusedException {
    BlobStoreView store = existing(name);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("path", store.path().toString());
    addQuota(answer, store);
    return answer;
  }

  /** Changes a store's quota: 204. */
  @PUT
  @Path("file/{name}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Administers(domain = "blobstores", action = "update")
  public void update(@PathParam("name") String name, JsonBody body)
      throws RefusedException, IOException {
    BlobStoreView store = existing(name);
    body.requireSame("name", name);
    String path = body.optionalText("path").orElse(store.path().toString());
    stores.update(name, path, quota(body));
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
    if (store.softQuota().isEmpty()) {
      return new QuotaAnswer(name, false, "blob store '" + name + "' has no quota");
    }
    long quota = store.softQuota().getAsLong();
    return new QuotaAnswer(
        name,
        store.size() > quota,
        "blob store '" + name + "' has " + store.size() + " of " + quota + " bytes");
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
    addQuota(answer, store);
    return answer;
  }

  private static void addQuota(Map<String, Object> answer, BlobStoreView store) {
    store
        .softQuota()
        .ifPresent(limit -> answer.put("softQuota", Map.of("type", USED, "limit", limit)));
  }

  private static OptionalLong quota(JsonBody body) throws RefusedException {
    Optional<JsonBody> quota = body.group("softQuota");
    if (quota.isEmpty()) {
      return OptionalLong.empty();
    }
    String type = quota.get().text("type");
    if (!type.equals(USED)) {
      throw new RefusedException(
          Kind.INVALID,
          "softQuota.type",
          "softQuota.type: '" + type + "' is not '" + USED + "', the one that is known");
    }
    OptionalLong limit = quota.get().number("limit");
    if (limit.isEmpty() || limit.getAsLong() < 1) {
      throw new RefusedException(
          Kind.INVALID, "softQuota.limit", "softQuota.limit: a number of bytes above 0 is missing");
    }
    return limit;
  }
}
