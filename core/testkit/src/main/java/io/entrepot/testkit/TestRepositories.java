package io.entrepot.testkit;

import io.entrepot.spi.format.Repositories;
import io.entrepot.spi.format.Repository;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The repositories of a format, put in by hand. */
public final class TestRepositories implements Repositories {

  private final Map<String, Repository> served = new ConcurrentHashMap<>();

  /** Serves one more. */
  public TestRepositories add(String name, Repository repository) {
    served.put(name, repository);
    return this;
  }

  @Override
  public List<String> names() {
    return served.keySet().stream().sorted().toList();
  }

  @Override
  public Optional<Repository> find(String name) {
    return Optional.ofNullable(served.get(name));
  }
}
