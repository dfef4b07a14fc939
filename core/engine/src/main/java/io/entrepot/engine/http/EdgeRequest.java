package io.entrepot.engine.http;

import io.entrepot.engine.security.Access;
import io.entrepot.engine.security.Gate;
import io.entrepot.spi.content.Precondition;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Method;
import io.entrepot.spi.http.Parameters;
import io.entrepot.spi.http.ProblemException;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.security.Credentials;
import io.entrepot.spi.security.Permission;
import io.entrepot.spi.security.Subject;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A request as formats see it.
 *
 * @param message what the client sent
 * @param path within the repository
 * @param address how the repository's paths are written for this client
 * @param origin scheme, host and port for this client
 * @param gate judges credentials that come in the body
 * @param access of the one who asks
 */
record EdgeRequest(
    Message message, String path, Address address, String origin, Gate gate, Access access)
    implements Request {

  @Override
  public Method method() {
    return message.method();
  }

  @Override
  public Parameters query() {
    return message.query();
  }

  @Override
  public Headers headers() {
    return message.headers();
  }

  @Override
  public OptionalLong contentLength() {
    return message.contentLength();
  }

  @Override
  public Precondition precondition() {
    return message.precondition();
  }

  @Override
  public Subject subject() {
    return access.subject();
  }

  @Override
  public boolean allows(Permission permission) {
    return access.allows(permission);
  }

  @Override
  public Request as(Credentials credentials) throws ProblemException {
    return with(admitted(gate, Optional.of(credentials), message.client()));
  }

  @Override
  public String locate(String to) {
    return address.locate(to);
  }

  /** The same, made by somebody else. */
  EdgeRequest with(Access other) {
    return new EdgeRequest(message, path, address, origin, gate, other);
  }

  /** Whom credentials let in. */
  static Access admitted(Gate gate, Optional<Credentials> credentials, String client)
      throws ProblemException {
    Gate.Outcome outcome = gate.enter(credentials, client);
    if (outcome instanceof Gate.Outcome.Refused refused) {
      throw refused.problem().asException();
    }
    return ((Gate.Outcome.Admitted) outcome).access();
  }
}
