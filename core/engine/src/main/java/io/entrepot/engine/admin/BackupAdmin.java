package io.entrepot.engine.admin;

import java.io.IOException;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/** Copies all that is needed to go on elsewhere, while the server runs. A service. */
@ProviderType
public interface BackupAdmin {

  /**
   * Makes a backup of one moment; it can be restored when this returns.
   *
   * @param lines told the blobs that could not be copied
   * @throws RefusedException if the target cannot be one, or a backup is under way: field {@code
   *     target}
   * @throws IOException if it cannot be made; what there is of it counts for nothing, and goes with
   *     the next one
   */
  BackupResult backup(BackupRequest request, Consumer<String> lines)
      throws RefusedException, IOException;
}
