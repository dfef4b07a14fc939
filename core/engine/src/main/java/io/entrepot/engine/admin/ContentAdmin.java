package io.entrepot.engine.admin;

import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.Component;
import java.io.IOException;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Deleting what repositories hold, as each format does it. A service. Nothing of it can be undone;
 * the bytes go with a later collection, unless something else has them.
 *
 * <p>A deletion is refused where the repository, or what shall go, is not there ({@code
 * NOT_FOUND}), the repository is read-only or its format does not let it go ({@code FORBIDDEN}), or
 * the repository does not serve, or it changed faster than it could be deleted ({@code CONFLICT}).
 */
@ProviderType
public interface ContentAdmin {

  /**
   * Deletes an asset and what has no sense without it.
   *
   * @return the paths of all that went
   */
  List<AssetPath> deleteAsset(String repository, AssetPath path)
      throws RefusedException, IOException;

  /**
   * Deletes a component with its assets and what has no sense without them.
   *
   * @return the paths of all that went
   */
  List<AssetPath> deleteComponent(String repository, Component component)
      throws RefusedException, IOException;
}
