package io.entrepot.format.docker;

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
 * A request that a group makes of its members: who may do something in the group may do it in them,
 * and by which ways a member serves its own clients is nothing to the group's.
 *
 * @param outer the group's request
 * @param group the group's name
 * @param method the method
 * @param path the path
 * @param query the query
 * @param everybody whether the answer is for everybody: nobody's own credentials may bring it
 * @param listed whether it is one of several that make a list: its addresses are no client's
 */
record GroupRequest(
    Request outer,
    String group,
    Method method,
    String path,
    Parameters query,
    boolean everybody,
    boolean listed)
    implements Request {

  /** A group's request as it is. */
  static GroupRequest of(Request outer, String group, boolean everybody) {
    return new GroupRequest(
        outer, group, outer.method(), outer.path(), outer.query(), everybody, false);
  }

  /** The same for something else. */
  GroupRequest at(String newPath) {
    return new GroupRequest(outer, group, method, newPath, query, everybody, listed);
  }

  /** The same, asking for a list. */
  GroupRequest list(String newPath, Parameters newQuery) {
    return new GroupRequest(outer, group, Method.GET, newPath, newQuery, everybody, true);
  }

  /** The same with another query. */
  GroupRequest with(Parameters newQuery) {
    return new GroupRequest(outer, group, method, path, newQuery, everybody, listed);
  }

  @Override
  public Headers headers() {
    return outer.headers();
  }

  @Override
  public OptionalLong contentLength() {
    return outer.contentLength();
  }

  @Override
  public Precondition precondition() {
    return outer.precondition();
  }

  @Override
  public Subject subject() {
    return outer.subject();
  }

  @Override
  public boolean allows(Permission permission) {
    return outer.allows(new Permission(permission.format(), group, permission.action()));
  }

  @Override
  public Request as(Credentials credentials) throws ProblemException {
    return new GroupRequest(outer.as(credentials), group, method, path, query, everybody, listed);
  }

  @Override
  public String locate(String target) {
    return listed ? "/" + target : outer.locate(target);
  }

  @Override
  public String origin() {
    return outer.origin();
  }
}
