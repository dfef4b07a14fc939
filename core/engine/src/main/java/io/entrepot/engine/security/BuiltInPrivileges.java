package io.entrepot.engine.security;

import io.entrepot.engine.admin.PrivilegeAdmin;
import io.entrepot.spi.security.Action;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Component;

/** The privileges that every server has: {@code nx-all}, all repositories, each {@link Domain}. */
@Component(service = PrivilegeAdmin.class)
public final class BuiltInPrivileges implements PrivilegeAdmin {

  @Override
  public List<String> privileges() {
    return Stream.of(
            Stream.of("nx-all"),
            ofAllRepositories("nx-repository-admin-*-*-"),
            ofAllRepositories("nx-repository-view-*-*-"),
            Domain.privileges().stream())
        .flatMap(names -> names)
        .sorted()
        .toList();
  }

  private static Stream<String> ofAllRepositories(String prefix) {
    return Stream.concat(Stream.of("*"), Arrays.stream(Action.values()).map(Action::label))
        .map(action -> prefix + action);
  }
}
