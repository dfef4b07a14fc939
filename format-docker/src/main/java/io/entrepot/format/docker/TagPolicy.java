package io.entrepot.format.docker;

import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.Precondition;
import io.entrepot.spi.format.RepositoryContext;
import io.entrepot.spi.format.WritePolicy;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.security.Action;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which tags may be set: the repository's write policy, and the right to replace. */
final class TagPolicy {

  /**
   * A tag to be set.
   *
   * @param tag which
   * @param precondition what must still be true of it then
   */
  record Move(Tag tag, Precondition precondition) {}

  private final RepositoryContext context;

  TagPolicy(RepositoryContext context) {
    this.context = context;
  }

  /**
   * The tags that have to be set so that all of them point at a manifest.
   *
   * @throws io.entrepot.spi.http.ProblemException {@code DENIED} naming the tag that may not be
   *     moved
   */
  List<Move> moves(Request request, ImageName image, List<Tag> tags, Digest digest)
      throws IOException {
    List<Move> moves = new ArrayList<>();
    for (Tag tag : tags) {
      Optional<Asset> current = context.content().find(DockerPaths.tag(image, tag));
      boolean fixed = context.settings().writePolicy() == WritePolicy.ALLOW_ONCE && !free(tag);
      boolean mayReplace = request.allows(context.permission(Action.EDIT));
      if (current.isEmpty()) {
        boolean first = fixed || !mayReplace;
        moves.add(new Move(tag, first ? Precondition.ABSENT : request.precondition()));
        continue;
      }
      String there = DockerManifests.digest(current.get());
      boolean same = there.equals(digest.toString());
      if (same && (fixed || !mayReplace)) {
        continue;
      }
      if (fixed) {
        throw DockerError.DENIED.because(
            409,
            "tag '%s' of image '%s' is %s, and repository '%s' lets no tag be moved: its write policy is ALLOW_ONCE"
                .formatted(tag, image, there, context.name()));
      }
      if (!mayReplace) {
        throw DockerError.DENIED.because(
            "%s may not replace tag '%s' of image '%s': that needs the right to edit repository '%s'"
                .formatted(request.subject().name(), tag, image, context.name()));
      }
      moves.add(new Move(tag, request.precondition()));
    }
    return moves;
  }

  private boolean free(Tag tag) {
    return tag.equals(Tag.LATEST) && context.settings().flag(DockerSettings.LATEST_POLICY);
  }
}
