package io.entrepot.engine.group;

import io.entrepot.spi.content.Precondition;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Method;
import io.entrepot.spi.http.Parameters;
import io.entrepot.spi.http.ProblemException;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.security.Credentials;
import io.entrepot.spi.security.Permission;
import io.entrepot.spi.security.Subject;
import java.util.OptionalLong;

/**
 * A request to a group as a member sees it: what one may do in the group, one may do in the member
 * by way of it.
 */
record MemberRequest(Request asked, String group, String member) implements Request {

  @Override
  public Method method() {
    return asked.method();
  }

  @Override
  public String path() {
    return asked.path();
  }

  @Override
  public Parameters query() {
    return asked.query();
  }

  @Override
  public Headers headers() {
    return asked.headers();
  }

  @Override
  public OptionalLong contentLength() {
    return asked.contentLength();
  }

  @Override
  public Precondition precondition() {
    return asked.precondition();
  }

  @Override
  public Subject subject() {
    return asked.subject();
  }

  @Override
  public boolean allows(Permission permission) {
    return asked.allows(
        permission.repository().equals(member)
            ? new Permission(permission.format(), group, permission.action())
            : permission);
  }

  @Override
  public Request as(Credentials credentials) throws ProblemException {
    return new MemberRequest(asked.as(credentials), group, member);
  }

  @Override
  public String locate(String path) {
    return asked.locate(path);
  }

  @Override
  public String origin() {
    return asked.origin();
  }
}
