package io.entrepot.engine.repository;

import io.entrepot.engine.admin.RepositoryDefinition;
import java.io.IOException;
import java.util.List;

/** Keeps what makes the repositories, and which formats were ever here. All of it is durable. */
interface DefinitionStore extends Definitions {

  /** All formats that were ever installed. */
  List<KnownFormat> formats() throws IOException;

  /** Adds a repository, which must be new. */
  void insert(RepositoryDefinition definition) throws IOException;

  /** Changes whether a repository is online, and its settings. */
  void update(RepositoryDefinition definition) throws IOException;

  /** Removes a repository, if it is there. */
  void delete(String name) throws IOException;

  /** Remembers a format, or what is new about it. */
  void remember(KnownFormat format) throws IOException;
}
