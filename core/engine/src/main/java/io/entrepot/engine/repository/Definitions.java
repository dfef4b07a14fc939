package io.entrepot.engine.repository;

import io.entrepot.engine.admin.RepositoryDefinition;
import java.io.IOException;
import java.util.List;

/** What makes the repositories, as it is kept: whether they serve or not. */
public interface Definitions {

  /** All repositories. */
  List<RepositoryDefinition> repositories() throws IOException;
}
