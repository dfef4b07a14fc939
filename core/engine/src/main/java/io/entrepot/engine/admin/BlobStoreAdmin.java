package io.entrepot.engine.admin;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Blob stores on files: made, changed and removed while the server runs. A service. */
@ProviderType
public interface BlobStoreAdmin {

  /** The name of the store that always exists. */
  String DEFAULT = "default";

  /** All of them, by name. */
  List<BlobStoreView> list();

  /** One of them. */
  Optional<BlobStoreView> find(String name);

  /**
   * Makes a store; repositories can use it when this returns.
   *
   * @param path its folder; a relative one is below the data folder's {@code blobs}; it must not
   *     exist or be empty
   * @throws RefusedException if a value is wrong, or the name or the folder is taken: fields {@code
   *     name}, {@code path}, {@code softQuota.limit}, {@code hardLimit}
   * @throws IOException if the folder cannot be made, or the store cannot be kept
   */
  BlobStoreView create(String name, String path, BlobStoreLimits limits)
      throws RefusedException, IOException;

  /**
   * Changes a store's limits; its folder stays.
   *
   * @param path the folder it has
   */
  BlobStoreView update(String name, String path, BlobStoreLimits limits)
      throws RefusedException, IOException;

  /**
   * Removes a store that no repository uses, with the bytes that no asset has any more.
   *
   * @throws RefusedException if there is none of that name, it is {@link #DEFAULT}, or it is used
   */
  void delete(String name) throws RefusedException, IOException;
}
