package io.entrepot.shell.login;

import io.entrepot.engine.admin.SignIn;
import java.io.IOException;
import java.security.Principal;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginException;
import javax.security.auth.spi.LoginModule;
import org.apache.karaf.jaas.boot.principal.ClientPrincipal;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.apache.karaf.jaas.boot.principal.UserPrincipal;

/** Name and password of an Entrepot administrator, judged by the engine as with HTTP. */
public final class AdministratorLogin implements LoginModule {

  /** The shell's own roles, all of them: an administrator may do everything. */
  static final List<String> ROLES =
      List.of("group", "admin", "manager", "viewer", "systembundles", "ssh");

  private final Set<Principal> principals = new LinkedHashSet<>();
  private Subject subject;
  private CallbackHandler callbacks;
  private SignIn signIn;

  /** For JAAS. */
  public AdministratorLogin() {}

  @Override
  public void initialize(
      Subject of, CallbackHandler handler, Map<String, ?> shared, Map<String, ?> options) {
    subject = of;
    callbacks = handler;
    signIn = (SignIn) options.get(SignIn.class.getName());
  }

  @Override
  public boolean login() throws LoginException {
    NameCallback name = new NameCallback("User: ");
    PasswordCallback password = new PasswordCallback("Password: ", false);
    try {
      callbacks.handle(new Callback[] {name, password});
    } catch (IOException | UnsupportedCallbackException e) {
      throw failed("No name and password were given");
    }
    char[] secret = password.getPassword();
    password.clearPassword();
    if (name.getName() == null || secret == null) {
      throw failed("No name and password were given");
    }
    try {
      if (!signIn.administrator(name.getName(), secret, client())) {
        throw failed("Not the name and password of an administrator");
      }
    } finally {
      Arrays.fill(secret, '\0');
    }
    principals.add(new UserPrincipal(name.getName()));
    ROLES.forEach(role -> principals.add(new RolePrincipal(role)));
    return true;
  }

  @Override
  public boolean commit() {
    subject.getPrincipals().addAll(principals);
    return !principals.isEmpty();
  }

  @Override
  public boolean abort() {
    return forget();
  }

  @Override
  public boolean logout() {
    return forget();
  }

  private boolean forget() {
    boolean any = !principals.isEmpty();
    subject.getPrincipals().removeAll(principals);
    principals.clear();
    return any;
  }

  /** The address without the port, for throttling: a new connection is not a new client. */
  private String client() {
    return subject.getPrincipals(ClientPrincipal.class).stream()
        .map(ClientPrincipal::getAddress)
        .map(address -> address.replaceFirst("^[^/]*/", "").replaceFirst(":[0-9]+$", ""))
        .findFirst()
        .orElse("local");
  }

  private static LoginException failed(String message) {
    return new FailedLoginException(message);
  }
}
