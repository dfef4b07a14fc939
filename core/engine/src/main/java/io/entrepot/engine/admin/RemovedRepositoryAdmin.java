package io.entrepot.engine.admin;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Repositories that were removed: brought back with all they held, or given up. A service. */
@ProviderType
public interface RemovedRepositoryAdmin {

  /** For how long a removed repository can be restored; zero if not at all. */
  Duration window();

  /** All that can be restored, the last removed first. */
  List<RemovedRepositoryView> list() throws IOException;

  /**
   * Serves a removed repository again, as it was.
   *
   * @throws RefusedException if there is none of that id, its time is over, its name or a port of
   *     its is taken meanwhile, or its format is not installed
   */
  RepositoryView restore(long id) throws RefusedException, IOException;

  /**
   * Gives a removed repository up before its time: its bytes go with the next collection.
   *
   * @throws RefusedException if there is none of that id
   */
  void forget(long id) throws RefusedException, IOException;
}
