package io.entrepot.engine.security;

import io.entrepot.engine.admin.PrivilegeAdmin;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** The privileges that every server has: {@code nx-all}, all repositories, each {@link Domain}. */
@Component(service = PrivilegeAdmin.class)
public final class BuiltInPrivileges implements PrivilegeAdmin {

  @Override
  public List<String> privileges() {
    return Privilege.names();
  }
}
