package io.entrepot.engine.rest;

import io.entrepot.engine.http.TargetPath;
import io.entrepot.engine.security.Access;
import io.entrepot.spi.content.Precondition;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Method;
import io.entrepot.spi.http.Parameters;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.ProblemException;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.security.Credentials;
import io.entrepot.spi.security.Permission;
import io.entrepot.spi.security.Subject;
import java.util.OptionalLong;

/**
 * The PUT that a file of a form stands for.
 *
 * @param repository into which
 * @param path where
 * @param headers what the part said of itself
 * @param length of the file, in bytes
 * @param access of the one who sent the form
 * @param origin scheme, host and port for this client
 */
record FormRequest(
    String repository, String path, Headers headers, long length, Access access, String origin)
    implements Request {

  @Override
  public Method method() {
    return Method.PUT;
  }

  @Override
  public Parameters query() {
    return Parameters.none();
  }

  @Override
  public OptionalLong contentLength() {
    return OptionalLong.of(length);
  }

  @Override
  public Precondition precondition() {
    return Precondition.NONE;
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
    throw new Problem(401, "UNAUTHORIZED", "a form comes with its sender's credentials")
        .asException();
  }

  @Override
  public String locate(String to) {
    return TargetPath.encode("/repository/" + repository + "/" + to);
  }
}
