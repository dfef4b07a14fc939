package io.entrepot.engine.repository;

import io.entrepot.engine.admin.RepositoryDefinition;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** Keeps what makes the repositories, and which formats were ever here. All of it is durable. */
interface DefinitionStore extends Definitions {

  /** All formats that were ever installed. */
  List<KnownFormat> formats() throws IOException;

  /** Adds a repository, which must be new. */
  void insert(RepositoryDefinition definition) throws IOException;

  /** Changes whether a repository is online, and its settings. */
  void update(RepositoryDefinition definition) throws IOException;

  /** Removes a repository, if it is there, and changes groups, at once. */
  void delete(String name, List<RepositoryDefinition> groups) throws IOException;

  /** Removes a repository and remembers it, with all it holds, and changes groups, at once. */
  void remove(RepositoryDefinition definition, Instant when, List<RepositoryDefinition> groups)
      throws IOException;

  /** The repositories that were removed and are remembered, the last first. */
  List<RemovedRepository> removed() throws IOException;

  /** Undoes a removal: all of it at once. */
  void restore(RemovedRepository removed) throws IOException;

  /** Remembers a removed repository no longer; false if there is none of that id. */
  boolean forget(long id) throws IOException;

  /** Remembers a format, or what is new about it. */
  void remember(KnownFormat format) throws IOException;
}
