package io.entrepot.shell.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.engine.admin.SignIn;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginException;
import org.apache.karaf.jaas.boot.principal.ClientPrincipal;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.apache.karaf.jaas.boot.principal.UserPrincipal;
import org.junit.Before;
import org.junit.Test;

public final class AdministratorLoginTest {

  private final List<String> asked = new ArrayList<>();
  private final List<char[]> secrets = new ArrayList<>();
  private final Subject subject = new Subject();
  private final AdministratorLogin login = new AdministratorLogin();

  private boolean administrator(String user, char[] password, String client) {
    asked.add(user + " " + new String(password) + " " + client);
    secrets.add(password);
    return user.equals("ada") && new String(password).equals("right");
  }

  @Before
  public void connect() {
    subject.getPrincipals().add(new ClientPrincipal("ssh", "/127.0.0.1:50123"));
  }

  private void give(String user, String password) {
    initialize(
        callbacks -> {
          for (Callback callback : callbacks) {
            if (callback instanceof NameCallback name) {
              name.setName(user);
            }
            if (callback instanceof PasswordCallback secret) {
              secret.setPassword(password.toCharArray());
            }
          }
        });
  }

  private void initialize(CallbackHandler handler) {
    SignIn signIn = this::administrator;
    login.initialize(subject, handler, Map.of(), Map.of(SignIn.class.getName(), signIn));
  }

  private List<String> names(Class<? extends Principal> kind) {
    return subject.getPrincipals(kind).stream().map(Principal::getName).toList();
  }

  @Test
  public void shouldLetAnAdministratorInWithAllRoles() throws LoginException {
    give("ada", "right");

    assertThat(login.login()).isTrue();
    assertThat(names(UserPrincipal.class)).as("before commit").isEmpty();
    assertThat(login.commit()).isTrue();

    assertThat(names(UserPrincipal.class)).containsExactly("ada");
    assertThat(names(RolePrincipal.class))
        .containsExactlyInAnyOrder("group", "admin", "manager", "viewer", "systembundles", "ssh");
  }

  @Test
  public void shouldTellTheEngineTheAddressWithoutThePort() {
    give("eve", "wrong");
    assertThatThrownBy(login::login).isInstanceOf(FailedLoginException.class);

    subject.getPrincipals().clear();
    subject.getPrincipals().add(new ClientPrincipal("ssh", "/[0:0:0:0:0:0:0:1]:22"));
    assertThatThrownBy(login::login).isInstanceOf(FailedLoginException.class);

    assertThat(asked).containsExactly("eve wrong 127.0.0.1", "eve wrong [0:0:0:0:0:0:0:1]");
  }

  @Test
  public void shouldKeepOthersOutAndTheirPasswordNowhere() {
    give("karaf", "karaf");

    assertThatThrownBy(login::login)
        .isInstanceOf(FailedLoginException.class)
        .hasMessageNotContaining("karaf");
    assertThat(login.commit()).isFalse();

    assertThat(subject.getPrincipals(RolePrincipal.class)).isEmpty();
    assertThat(secrets.get(0)).containsOnly('\0');
  }

  @Test
  public void shouldFailWhereAKeyIsOfferedInsteadOfAPassword() {
    initialize(
        callbacks -> {
          throw new UnsupportedCallbackException(callbacks[1]);
        });

    assertThatThrownBy(login::login).isInstanceOf(FailedLoginException.class);
    assertThat(asked).isEmpty();
  }

  @Test
  public void shouldTakeTheRolesBackAtTheEnd() throws LoginException {
    give("ada", "right");
    login.login();
    login.commit();

    assertThat(login.logout()).isTrue();

    assertThat(subject.getPrincipals()).hasSize(1);
    assertThat(login.abort()).isFalse();
  }
}
