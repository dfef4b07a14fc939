package io.entrepot.engine.rest;

import io.entrepot.engine.admin.BlobInquiry;
import io.entrepot.engine.admin.BlobStory;
import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RefusedException.Kind;
import io.entrepot.spi.blob.Digest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Why bytes are kept. */
@Path("v1/blobs")
@Produces(MediaType.APPLICATION_JSON)
public final class BlobsResource {

  private final BlobInquiry inquiry;

  BlobsResource(BlobInquiry inquiry) {
    this.inquiry = inquiry;
  }

  /** What the blob stores have of a digest ({@code sha256:4413…}), and what keeps it. */
  @GET
  @Path("{digest}")
  @Administers(domain = "blobstores", action = "read")
  public Map<String, Object> why(@PathParam("digest") String digest)
      throws RefusedException, IOException {
    List<BlobStory> stories = inquiry.why(parse(digest));
    if (stories.isEmpty()) {
      throw new RefusedException(
          Kind.NOT_FOUND, "digest", "no blob store has anything with the digest '" + digest + "'");
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("digest", digest);
    answer.put("copies", stories.stream().map(BlobsResource::copy).toList());
    return answer;
  }

  private static Digest parse(String digest) throws RefusedException {
    try {
      return Digest.parse(digest);
    } catch (IllegalArgumentException e) {
      throw new RefusedException(Kind.INVALID, "digest", e.getMessage());
    }
  }

  private static Map<String, Object> copy(BlobStory story) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("blobStoreName", story.store());
    answer.put("name", story.name());
    answer.put("size", story.size());
    answer.put("created", story.created().toString());
    answer.put("assets", story.assets());
    answer.put("summary", story.summary());
    story.garbageSince().ifPresent(time -> answer.put("garbageSince", time.toString()));
    story.goesAfter().ifPresent(time -> answer.put("goesAfter", time.toString()));
    answer.put("holders", story.holders().stream().map(BlobsResource::holder).toList());
    return answer;
  }

  private static Map<String, Object> holder(BlobStory.Holder holder) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("repository", holder.repository());
    answer.put("repositoryState", holder.state().name());
    answer.put("path", holder.path().value());
    answer.put("retention", holder.retention().name());
    answer.put("reason", holder.reason());
    answer.put("neededBy", holder.neededBy().stream().map(path -> path.value()).toList());
    holder.unneededSince().ifPresent(time -> answer.put("unneededSince", time.toString()));
    holder.goesAfter().ifPresent(time -> answer.put("goesAfter", time.toString()));
    return answer;
  }
}
