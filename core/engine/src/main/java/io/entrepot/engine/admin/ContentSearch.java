package io.entrepot.engine.admin;

import io.entrepot.spi.page.Cursor;
import io.entrepot.spi.page.Page;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Finds components and assets, of all repositories. What was committed is found at once. Cursors
 * are opaque. A service.
 */
@ProviderType
public interface ContentSearch {

  /**
   * Finds components. A page with a next one may have fewer items than the limit, even none: so
   * much is looked at for one page, and no more.
   *
   * @throws RefusedException if the cursor is none of this search
   */
  Page<ComponentView> components(SearchQuery query) throws RefusedException, IOException;

  /**
   * Finds the assets of components; those that have the checksums, if some are asked for. If
   * nothing but checksums is asked for, assets without a component are found too, in the order of
   * repositories. Otherwise as {@link #components}.
   */
  Page<AssetView> assets(SearchQuery query) throws RefusedException, IOException;

  /** The component of that id. */
  Optional<ComponentView> component(String repository, long id) throws IOException;

  /** The asset of that id. */
  Optional<AssetView> asset(String repository, long id) throws IOException;

  /**
   * All assets of a repository, in the order of their paths.
   *
   * @param limit at most so many, 1 to 1,000
   */
  default Page<AssetView> list(String repository, Cursor from, int limit) throws IOException {
    return list(List.of(repository), from, limit);
  }

  /** The same of several repositories as one: of what several have at a path, the first one's. */
  Page<AssetView> list(List<String> repositories, Cursor from, int limit) throws IOException;
}
