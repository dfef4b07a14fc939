package io.entrepot.engine.group;

import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.AssetWrite;
import io.entrepot.spi.content.StoredBlob;
import io.entrepot.spi.format.GroupMember;
import java.io.IOException;
import java.util.Optional;

/** The other repositories, as a group knows them. */
public interface Neighbours {

  /** Holds one; empty if there is none of that name. */
  Optional<? extends Member> hold(String name);

  /** What one is; empty if there is none of that name. */
  Optional<GroupMember> describe(String name);

  /** Makes bytes that one repository has an asset of another. */
  void bring(String repository, StoredBlob blob, AssetWrite as) throws IOException;

  /** An asset of a repository is read by way of the group. */
  void read(String repository, AssetPath path);
}
