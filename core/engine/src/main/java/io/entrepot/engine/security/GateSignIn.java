package io.entrepot.engine.security;

import io.entrepot.engine.admin.SignIn;
import io.entrepot.engine.security.Gate.Outcome.Admitted;
import io.entrepot.spi.security.Credentials.Basic;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Signing in through the gate that requests come through: the same realms, the same throttle. */
@Component(service = SignIn.class)
public final class GateSignIn implements SignIn {

  private final Gate gate;

  /** Signing in through that gate. */
  @Activate
  public GateSignIn(@Reference Gate gate) {
    this.gate = gate;
  }

  @Override
  public boolean administrator(String user, char[] password, String client) {
    return gate.enter(Optional.of(new Basic(user, new String(password))), client)
            instanceof Admitted admitted
        && admitted.access() instanceof GrantedAccess access
        && access.subject().authenticated()
        && access.limit().isEmpty()
        && access.rights().everything();
  }
}
