package io.entrepot.shell.repository;

import io.entrepot.engine.admin.FormatView;
import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RepositoryAdmin;
import io.entrepot.engine.admin.RepositoryDefinition;
import io.entrepot.engine.admin.RepositoryView;
import io.entrepot.spi.format.FormatDescriptor;
import io.entrepot.spi.format.Recipe;
import io.entrepot.spi.format.RepositoryType;
import io.entrepot.spi.format.SettingsField;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Repositories in memory; the format {@code crate} is installed, {@code barrel} is missing. */
public final class FakeRepositories implements RepositoryAdmin {

  private final Map<String, RepositoryView> byName = new TreeMap<>();
  private final List<RepositoryDefinition> created = new ArrayList<>();

  /** Two of them: one that is well, one whose format is missing. */
  public FakeRepositories() {
    add("crates", "crate", List.of("/repository/crates/", "https://host:5000"), 1_500, Map.of());
    RepositoryView barrels =
        add(
            "barrels",
            "barrel",
            List.of("/repository/barrels/"),
            0,
            Map.of("storage", Map.of("writePolicy", "deny", "blobStoreName", "default")));
    byName.put(
        "barrels",
        new RepositoryView(
            barrels.definition(), Optional.of("format 'barrel' is missing"), List.of(), 0, 0));
  }

  /** What was asked for, in its order. */
  public List<RepositoryDefinition> created() {
    return created;
  }

  private RepositoryView add(
      String name, String format, List<String> addresses, long size, Map<String, Object> settings) {
    RepositoryView view =
        new RepositoryView(
            new RepositoryDefinition(
                name, new Recipe(format, RepositoryType.HOSTED), true, settings),
            Optional.empty(),
            addresses,
            size / 100,
            size);
    byName.put(name, view);
    return view;
  }

  @Override
  public List<String> holders(String name) {
    if (!byName.containsKey(name)) {
      return List.of();
    }
    Object members = byName.get(name).definition().settings().get("members");
    return members instanceof List<?> list
        ? list.stream().map(Object::toString).toList()
        : List.of(name);
  }

  @Override
  public List<RepositoryView> list() {
    return List.copyOf(byName.values());
  }

  @Override
  public List<RepositoryDefinition> definitions() {
    return byName.values().stream().map(RepositoryView::definition).toList();
  }

  @Override
  public Optional<RepositoryView> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  @Override
  public RepositoryView create(RepositoryDefinition definition) throws RefusedException {
    if (byName.containsKey(definition.name())) {
      throw new RefusedException(
          RefusedException.Kind.CONFLICT, "name", "'" + definition.name() + "' is taken");
    }
    created.add(definition);
    return add(
        definition.name(),
        definition.recipe().format(),
        List.of("/repository/" + definition.name() + "/"),
        0,
        definition.settings());
  }

  @Override
  public RepositoryView update(RepositoryDefinition definition) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean delete(String name) {
    return byName.remove(name) != null;
  }

  @Override
  public List<FormatView> formats() {
    SettingsField field =
        new SettingsField(
            "crate.lid",
            SettingsField.Kind.FLAG,
            "true",
            List.of(),
            "Lid",
            "Whether it has one.",
            Set.of(RepositoryType.HOSTED));
    return List.of(
        new FormatView("barrel", Optional.empty(), "", 1),
        new FormatView(
            "crate",
            Optional.of(
                new FormatDescriptor(
                    "crate",
                    "Crate",
                    Set.of(RepositoryType.HOSTED, RepositoryType.GROUP),
                    "crate",
                    List.of(field))),
            "example.crate 1.2.0",
            1));
  }
}
