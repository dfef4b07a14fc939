package io.entrepot.shell.blob;

import io.entrepot.engine.admin.BlobInquiry;
import io.entrepot.engine.admin.BlobStory;
import io.entrepot.shell.console.ByteSize;
import io.entrepot.shell.console.Console;
import io.entrepot.shell.console.EngineCommand;
import io.entrepot.spi.blob.Digest;
import java.io.IOException;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;

/** {@code blob:why}. */
@Service
@Command(
    scope = "blob",
    name = "why",
    description = "Tells who has the bytes of a digest, what keeps them, or when they go")
public final class WhyBlob extends EngineCommand {

  private static final String[] COLUMNS = {"Repository", "Path", "Why"};

  @Reference BlobInquiry inquiry;

  @Argument(
      index = 0,
      name = "digest",
      description = "sha256:4413… or one of the other checksums",
      required = true)
  String digest;

  @Override
  protected void run(Console console) throws IOException, CommandException {
    List<BlobStory> stories = inquiry.why(parse());
    if (stories.isEmpty()) {
      throw failure("No blob store has anything with the digest '" + digest + "'");
    }
    for (BlobStory story : stories) {
      console.println(
          "Blob store '%s', %s, since %s: %s"
              .formatted(
                  story.store(), ByteSize.of(story.size()), story.created(), story.summary()));
      if (!story.holders().isEmpty()) {
        console.table(COLUMNS, story.holders().stream().map(WhyBlob::row).toList());
      }
    }
  }

  private Digest parse() throws CommandException {
    try {
      return Digest.parse(digest);
    } catch (IllegalArgumentException e) {
      throw failure(e.getMessage());
    }
  }

  private static String[] row(BlobStory.Holder holder) {
    return new String[] {holder.repository(), holder.path().value(), holder.reason()};
  }
}
