package io.entrepot.engine.admin;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Repositories: made, changed and removed while the server runs. A service. */
@ProviderType
public interface RepositoryAdmin {

  /** All of them, by name. */
  List<RepositoryView> list();

  /** What makes all of them, by name, without how they are: costs nothing. */
  List<RepositoryDefinition> definitions();

  /**
   * The repositories that hold what one shows: of a group its members, and theirs if these are
   * groups, in the order in which they are asked; of any other itself. Empty if there is none.
   */
  List<String> holders(String name);

  /** One of them. */
  Optional<RepositoryView> find(String name);

  /**
   * Makes a repository; it serves, on its connectors too, when this returns.
   *
   * @throws RefusedException if a value is wrong, or the name or a port is taken
   * @throws IOException if it cannot be kept
   */
  RepositoryView create(RepositoryDefinition definition) throws RefusedException, IOException;

  /** Changes a repository; its format and type stay. Failures as with {@link #create}. */
  RepositoryView update(RepositoryDefinition definition) throws RefusedException, IOException;

  /**
   * Removes a repository with all it holds; false if there is none of that name. For a while it can
   * be {@link RemovedRepositoryAdmin restored}; its name is free at once. Groups of which it is a
   * member lose it, and what took what is written to them, if it was that.
   */
  boolean delete(String name) throws RefusedException, IOException;

  /** The formats that are installed, and those that repositories miss. */
  List<FormatView> formats();
}
