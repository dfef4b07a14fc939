package io.entrepot.engine.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.entrepot.spi.security.Action;
import io.entrepot.spi.security.Permission;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

public class PrivilegeTest {

  private static final List<String> FORMATS = List.of("docker", "dock", "raw");
  private static final List<String> NAMES =
      List.of(
          "hosted", "docker-hosted", "hosted-read", "docker-hosted-read", "-", "team-a", "team");

  /** Each privilege and the permissions, of all that there are, that it grants. */
  @Test
  public void shouldGrantWhatTheNameSaysAndNothingElse() {
    check("nx-repository-view-docker-docker-hosted-read", "docker|docker-hosted|read");
    check("nx-repository-view-docker-hosted-read", "docker|hosted|read");
    check("nx-repository-view-docker-hosted-read-read", "docker|hosted-read|read");
    check("nx-repository-view-*-hosted-read", "docker|dock|raw|", "hosted", "read");
    check("nx-repository-view-dock*-hosted-read", "docker|dock|", "hosted", "read");
    check("nx-repository-view-raw---add", "raw|-|add");
    check("nx-repository-view-raw-team-*", "raw|", "team", "browse read edit add delete");
    check("nx-repository-view-raw-team-*-read", "raw|", "team-a", "read");
    check("nx-repository-view-raw-team*-read", "raw|", "team team-a", "read");
    check("nx-repository-view-raw-*-delete", "raw|", String.join(" ", NAMES), "delete");
    check(
        "nx-repository-view-*-*-*",
        "docker|dock|raw|",
        String.join(" ", NAMES),
        "browse read edit add delete");
    check("nx-all", "docker|dock|raw|", String.join(" ", NAMES), "browse read edit add delete");
    check("nx-repository-admin-*-*-*", "", "", "");
    check("nx-users-all", "", "", "");
  }

  private static void check(String privilege, String permission) {
    String[] parts = permission.split("\\|", -1);
    check(privilege, parts[0] + "|", parts[1], parts[2]);
  }

  private static void check(String privilege, String formats, String names, String actions) {
    Privilege parsed = Privilege.parse(privilege);
    List<String> granted = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (String format : FORMATS) {
      for (String name : NAMES) {
        for (Action action : Action.values()) {
          String shown = format + "|" + name + "|" + action.label();
          if (parsed.allows(new Permission(format, name, action))) {
            granted.add(shown);
          }
          if (List.of(formats.split("\\|", -1)).contains(format)
              && List.of(names.split(" ", -1)).contains(name)
              && List.of(actions.split(" ", -1)).contains(action.label())) {
            expected.add(shown);
          }
        }
      }
    }
    assertThat(granted).as(privilege).isEqualTo(expected);
  }

  @Test
  public void shouldManageRepositoriesByTheirNames() {
    Privilege privilege = Privilege.parse("nx-repository-admin-docker-docker-hosted-edit");

    assertThat(privilege.manages("docker", "docker-hosted", "edit")).isTrue();
    assertThat(privilege.manages("docker", "docker-hosted", "delete")).isFalse();
    assertThat(privilege.manages("docker", "hosted", "edit")).isFalse();
    assertThat(privilege.managesAll("edit")).isFalse();
    assertThat(privilege.allows(new Permission("docker", "docker-hosted", Action.EDIT))).isFalse();
  }

  @Test
  public void shouldManageAllRepositoriesOnlyByStarsForBothParts() {
    assertThat(Privilege.parse("nx-repository-admin-*-*-add").managesAll("add")).isTrue();
    assertThat(Privilege.parse("nx-repository-admin-*-*-*").managesAll("add")).isTrue();
    assertThat(Privilege.parse("nx-repository-admin-*-*-read").managesAll("add")).isFalse();
    assertThat(Privilege.parse("nx-repository-admin-raw-*-add").managesAll("add")).isFalse();
    assertThat(Privilege.parse("nx-repository-admin-*-a*-add").managesAll("add")).isFalse();
    assertThat(Privilege.parse("nx-repository-view-*-*-*").managesAll("add")).isFalse();
  }

  @Test
  public void shouldAdministerADomain() {
    Privilege read = Privilege.parse("nx-ssl-truststore-read");
    assertThat(read.administers("ssl-truststore", "read")).isTrue();
    assertThat(read.administers("ssl-truststore", "update")).isFalse();
    assertThat(read.administers("settings", "read")).isFalse();

    for (String all : List.of("nx-users-all", "nx-users-*")) {
      assertThat(Privilege.parse(all).administers("users", "delete")).isTrue();
      assertThat(Privilege.parse(all).administers("roles", "delete")).isFalse();
      assertThat(Privilege.parse(all).administers("userschangepw", "update")).isFalse();
    }
    assertThat(Privilege.parse("nx-userschangepw").administers("userschangepw", "update")).isTrue();
    assertThat(Privilege.parse("nx-userschangepw").administers("users", "update")).isFalse();
  }

  @Test
  public void shouldRefuseWhatIsNoPrivilege() {
    for (String wrong :
        List.of(
            "",
            "*",
            "nx-",
            "nx-*",
            "nx-*-read",
            "NX-ALL",
            "nx-all ",
            "nx-users",
            "nx-users-own",
            "nx-nothing-read",
            "nx-repository-view-",
            "nx-repository-view-raw-read",
            "nx-repository-view-raw--read",
            "nx-repository-view--files-read",
            "nx-repository-view-raw-files-write",
            "nx-repository-view-raw-files-re*",
            "nx-repository-view-raw-files-",
            "nx-repository-view-raw-*files-read",
            "nx-repository-view-raw-fi*es-read",
            "nx-repository-view-*w-files-read",
            "nx-repository-view-raw-a/b-read",
            "nx-repository-view-raw-a b-read",
            "nx-repository-view-Raw-files-read",
            "nx-repository-view-**-files-read",
            "nx-repository-admin-raw-read")) {
      assertThatIllegalArgumentException()
          .as(wrong)
          .isThrownBy(() -> Privilege.parse(wrong))
          .withMessageContaining("'" + wrong + "'");
    }
  }

  @Test
  public void shouldKnowEveryPrivilegeThatIsListed() {
    List<String> listed = new BuiltInPrivileges().privileges();

    assertThat(listed)
        .contains("nx-all", "nx-repository-view-*-*-read", "nx-roles-create", "nx-tasks-run")
        .doesNotHaveDuplicates()
        .isSorted()
        .allSatisfy(name -> assertThat(Privilege.parse(name).name()).isEqualTo(name));
  }
}
