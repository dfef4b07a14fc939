package io.entrepot.engine.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.Test;

public final class PrivilegeNamesTest {

  @Test
  public void shouldNameOnlyPrivilegesThatCanBeGiven() {
    assertThat(Privilege.names())
        .contains(
            "nx-all",
            "nx-repository-view-*-*-read",
            "nx-repository-admin-*-*-*",
            "nx-users-read",
            "nx-userschangepw")
        .isSorted()
        .doesNotHaveDuplicates()
        .allSatisfy(name -> assertThat(Privilege.parse(name).name()).isEqualTo(name));
  }
}
