package io.entrepot.engine.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.spi.security.Action;
import io.entrepot.spi.security.Permission;
import io.entrepot.spi.security.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.Test;

/** What roles come to, over every right that there is. */
public class RightsTest {

  private static final List<String> DOMAINS = List.of("users", "roles", "settings", "blobstores");
  private static final List<String> OPERATIONS = List.of("read", "create", "update", "delete");

  @Test
  public void shouldAllowNothingByDefault() {
    assertThat(everything(rights())).isEmpty();
    assertThat(everything(rights("absent"))).isEmpty();
    assertThat(everything(rights("empty"))).isEmpty();
    assertThat(everything(accounts(false).anonymousRights())).isEmpty();
  }

  @Test
  public void shouldAllowAnAdministratorEverything() {
    // Content of two repositories, their definitions one by one, all repositories, the domains.
    assertThat(everything(rights("nx-admin")))
        .hasSize(2 * Action.values().length + 2 * 4 + 4 + 4 * 4)
        .doesNotHaveDuplicates();
  }

  @Test
  public void shouldAllowExactlyWhatRolesSay() {
    Map<String, List<String>> table =
        Map.of(
            "nx-anonymous",
            List.of("raw/a browse", "raw/a read", "docker/b browse", "docker/b read"),
            "reader",
            List.of("raw/a read"),
            "keeper",
            List.of("users create", "users delete", "users read", "users update"),
            "manager",
            List.of("manage raw/a update"),
            "maker",
            List.of("manage raw/a create", "manage docker/b create", "repositories create"),
            "both",
            List.of("raw/a read", "users create", "users delete", "users read", "users update"));

    table.forEach(
        (role, expected) ->
            assertThat(everything(rights(role)))
                .as(role)
                .containsExactlyInAnyOrderElementsOf(expected));
  }

  @Test
  public void shouldAddUpTheRightsOfSeveralRoles() {
    assertThat(everything(rights("reader", "manager", "absent")))
        .containsExactlyInAnyOrder("raw/a read", "manage raw/a update");
  }

  @Test
  public void shouldGiveNobodyTheAnonymousRoleAsItIs() {
    Accounts changed =
        accounts(true)
            .with(
                SecurityFixture.role(
                    "nx-anonymous", Set.of("nx-repository-view-raw-a-read"), Set.of()));

    assertThat(everything(changed.anonymousRights())).containsExactly("raw/a read");
  }

  @Test
  public void shouldAllowNothingByAPrivilegeOfANewerVersion() {
    Accounts accounts =
        accounts(false)
            .with(SecurityFixture.role("newer", Set.of("nx-view-of-tomorrow"), Set.of()));

    assertThat(everything(accounts.rights(Set.of("newer")))).isEmpty();
  }

  private static Rights rights(String... roles) {
    return accounts(false).rights(Set.of(roles));
  }

  private static Accounts accounts(boolean anonymous) {
    return new Accounts(
        List.of(),
        List.of(
            SecurityFixture.role("empty", Set.of(), Set.of()),
            SecurityFixture.role("reader", Set.of("nx-repository-view-raw-a-read"), Set.of()),
            SecurityFixture.role("keeper", Set.of("nx-users-all"), Set.of()),
            SecurityFixture.role("manager", Set.of("nx-repository-admin-raw-a-edit"), Set.of()),
            SecurityFixture.role("maker", Set.of("nx-repository-admin-*-*-add"), Set.of()),
            SecurityFixture.role("between", Set.of(), Set.of("reader")),
            SecurityFixture.role("both", Set.of(), Set.of("between", "keeper"))),
        anonymous);
  }

  private static List<String> everything(Rights rights) {
    Access access = new GrantedAccess(Subject.NOBODY, rights);
    List<String> allowed = new ArrayList<>();
    for (String[] repository : new String[][] {{"raw", "a"}, {"docker", "b"}}) {
      String shown = repository[0] + "/" + repository[1];
      for (Action action : Action.values()) {
        if (access.allows(new Permission(repository[0], repository[1], action))) {
          allowed.add(shown + " " + action.label());
        }
      }
      for (String operation : OPERATIONS) {
        if (access.administers(repository[0], repository[1], operation)) {
          allowed.add("manage " + shown + " " + operation);
        }
      }
    }
    for (String operation : OPERATIONS) {
      if (access.administers("repositories", operation)) {
        allowed.add("repositories " + operation);
      }
      for (String domain : DOMAINS) {
        if (access.administers(domain, operation)) {
          allowed.add(domain + " " + operation);
        }
      }
    }
    return allowed;
  }
}
