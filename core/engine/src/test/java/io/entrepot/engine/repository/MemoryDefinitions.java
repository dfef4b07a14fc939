package io.entrepot.engine.repository;

import io.entrepot.engine.admin.RepositoryDefinition;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps definitions as long as a test lasts, and fails when it is told to. */
final class MemoryDefinitions implements DefinitionStore {

  private final Map<String, RepositoryDefinition> repositories = new LinkedHashMap<>();
  private final Map<String, KnownFormat> formats = new LinkedHashMap<>();
  private final List<RemovedRepository> removed = new ArrayList<>();
  private boolean failing;

  /** Every write fails from now on, or works again. */
  void failing(boolean now) {
    failing = now;
  }

  @Override
  public List<RepositoryDefinition> repositories() {
    return List.copyOf(repositories.values());
  }

  @Override
  public List<KnownFormat> formats() {
    return List.copyOf(formats.values());
  }

  @Override
  public void insert(RepositoryDefinition definition) throws IOException {
    write();
    repositories.put(definition.name(), definition);
  }

  @Override
  public void update(RepositoryDefinition definition) throws IOException {
    write();
    repositories.replace(definition.name(), definition);
  }

  @Override
  public void delete(String name, List<RepositoryDefinition> groups) throws IOException {
    write();
    groups.forEach(group -> repositories.replace(group.name(), group));
    repositories.remove(name);
  }

  @Override
  public void remove(
      RepositoryDefinition definition, Instant when, List<RepositoryDefinition> groups)
      throws IOException {
    write();
    groups.forEach(group -> repositories.replace(group.name(), group));
    repositories.remove(definition.name());
    removed.add(0, new RemovedRepository(removed.size() + 1, definition, 0, 0, when));
  }

  @Override
  public List<RemovedRepository> removed() {
    return List.copyOf(removed);
  }

  @Override
  public void restore(RemovedRepository back) throws IOException {
    write();
    removed.remove(back);
    repositories.put(back.definition().name(), back.definition());
  }

  @Override
  public boolean forget(long id) throws IOException {
    write();
    return removed.removeIf(one -> one.id() == id);
  }

  @Override
  public void remember(KnownFormat format) throws IOException {
    write();
    formats.put(format.name(), format);
  }

  private void write() throws IOException {
    if (failing) {
      throw new IOException("the disk is full");
    }
  }
}
