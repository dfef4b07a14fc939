package io.entrepot.spi.format;

import io.entrepot.spi.content.AssetWrite;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.content.StoredBlob;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.http.Response;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The members of a group repository, in their order. They are asked in the group's name: who may
 * read the group may read what its members have through it. What a group within the group has
 * counts as that member's.
 */
@ProviderType
public interface Members {

  /** The header field that names the member whose answer it is. */
  String MEMBER = "X-Entrepot-Member";

  /** Their names. */
  List<String> names();

  /** The members that are there, in their order. */
  List<GroupMember> list();

  /** The same group, asking only those of its members. */
  Members among(Set<String> names);

  /** The one that takes what is written to the group; empty if none does. */
  Optional<String> writable();

  /**
   * The answer of the first member that has it. A member that cannot say ends the search for all
   * but hosted members: what is called the same in another upstream might be something else. A 404
   * if no member has it.
   */
  Response first(Request request) throws IOException;

  /** The answers of all members, in their order. */
  CompletionStage<List<MemberAnswer>> all(Request request);

  /**
   * The answer of the member that takes what is written.
   *
   * @throws io.entrepot.spi.http.ProblemException 405 if none does
   */
  Response write(Request request) throws IOException;

  /**
   * Makes bytes that one member has an asset of the member that takes what is written. Where both
   * keep their bytes in one blob store nothing is copied.
   *
   * @param blob from what a member holds
   * @param as the asset that it becomes
   * @throws io.entrepot.spi.http.ProblemException 405 if no member takes what is written
   * @throws io.entrepot.spi.content.MissingBlobException if the bytes are not there any more
   */
  void bring(StoredBlob blob, AssetWrite as) throws IOException;

  /** What a member holds; empty if it is a group, or not there. */
  Optional<ContentStore> content(String member);
}
