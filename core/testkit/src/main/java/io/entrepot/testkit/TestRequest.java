package io.entrepot.testkit;

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
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A request made by hand. Immutable: each step gives another. Unless told otherwise, it comes from
 * the user {@code alice}, who may do everything, by way of {@code https://entrepot.test/repository/
 * files/}.
 */
public final class TestRequest implements Request {

  /** Who asks, with what rights. */
  private record Party(Subject subject, Predicate<Permission> rights) {}

  private static final Party ALICE =
      new Party(new Subject("alice", Optional.of("test")), permission -> true);

  private final Method method;
  private final String path;
  private final Parameters query;
  private final Headers headers;
  private final byte[] body;
  private final boolean announced;
  private final Party party;
  private final Map<Credentials, Party> known;
  private final UnaryOperator<String> address;

  private TestRequest(
      Method method,
      String path,
      Parameters query,
      Headers headers,
      byte[] body,
      boolean announced,
      Party party,
      Map<Credentials, Party> known,
      UnaryOperator<String> address) {
    this.method = method;
    this.path = path;
    this.query = query;
    this.headers = headers;
    this.body = body;
    this.announced = announced;
    this.party = party;
    this.known = Map.copyOf(known);
    this.address = address;
  }

  /**
   * A request without a body.
   *
   * @param path as {@link Request#path()} has it: decoded, without a leading slash
   */
  public static TestRequest of(Method method, String path) {
    return new TestRequest(
        method,
        path,
        Parameters.none(),
        Headers.none(),
        new byte[0],
        true,
        ALICE,
        Map.of(),
        target -> "/repository/files/" + target);
  }

  /** A {@code GET}. */
  public static TestRequest get(String path) {
    return of(Method.GET, path);
  }

  /** A {@code HEAD}. */
  public static TestRequest head(String path) {
    return of(Method.HEAD, path);
  }

  /** A {@code DELETE}. */
  public static TestRequest delete(String path) {
    return of(Method.DELETE, path);
  }

  /** A {@code PUT} of a text, as UTF-8. */
  public static TestRequest put(String path, String text) {
    return of(Method.PUT, path).body(text);
  }

  /** A {@code POST} without a body. */
  public static TestRequest post(String path) {
    return of(Method.POST, path);
  }

  /** The same with one more header field. */
  public TestRequest header(String name, String value) {
    return new TestRequest(
        method, path, query, headers.and(name, value), body, announced, party, known, address);
  }

  /** The same with one more parameter of the query. */
  public TestRequest query(String name, String value) {
    Map<String, List<String>> more = new HashMap<>(query.values());
    List<String> values = new ArrayList<>(query.all(name));
    values.add(value);
    more.put(name, List.copyOf(values));
    return new TestRequest(
        method, path, new Parameters(more), headers, body, announced, party, known, address);
  }

  /** The same with a text for its body, as UTF-8. */
  public TestRequest body(String text) {
    return body(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The same with a body whose length is announced. */
  public TestRequest body(byte[] bytes) {
    return new TestRequest(
        method, path, query, headers, bytes.clone(), true, party, known, address);
  }

  /** The same, not saying how long its body is: {@code Transfer-Encoding: chunked}. */
  public TestRequest unannounced() {
    return new TestRequest(method, path, query, headers, body, false, party, known, address);
  }

  /** The same from somebody else, with the same rights. */
  public TestRequest as(Subject somebody) {
    return from(new Party(somebody, party.rights()));
  }

  /** The same without credentials and without any right. */
  public TestRequest asNobody() {
    return as(Subject.NOBODY).allowing(permission -> false);
  }

  /** The same with those rights alone. */
  public TestRequest allowing(Predicate<Permission> rights) {
    return from(new Party(party.subject(), rights));
  }

  /** The same, on a server where those credentials are somebody's, who has those rights. */
  public TestRequest knowing(
      Credentials credentials, Subject somebody, Predicate<Permission> rights) {
    Map<Credentials, Party> more = new HashMap<>(known);
    more.put(credentials, new Party(somebody, rights));
    return new TestRequest(method, path, query, headers, body, announced, party, more, address);
  }

  /** The same from whoever has those credentials; 401 unless they are {@link #knowing known}. */
  @Override
  public TestRequest as(Credentials credentials) throws ProblemException {
    Party other = known.get(credentials);
    if (other == null) {
      throw new Problem(401, "UNAUTHORIZED", "wrong user name or password").asException();
    }
    return from(other);
  }

  /**
   * The same, come in another way.
   *
   * @param newPrefix what comes before the repository's paths: {@code /repository/files/} or {@code
   *     /}; begins and ends with a slash
   */
  public TestRequest under(String newPrefix) {
    return addressed(target -> newPrefix + target);
  }

  /**
   * The same, come in through a format's claim on the shared ports.
   *
   * @param claim the claim's path: {@code /v2/}
   * @param repository the repository's name, which stands behind the claim
   */
  public TestRequest through(String claim, String repository) {
    return addressed(
        target -> {
          String rooted = "/" + target;
          return rooted.startsWith(claim)
              ? claim + repository + "/" + rooted.substring(claim.length())
              : "/repository/" + repository + rooted;
        });
  }

  @Override
  public Method method() {
    return method;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public Parameters query() {
    return query;
  }

  @Override
  public Headers headers() {
    return headers;
  }

  @Override
  public OptionalLong contentLength() {
    return announced ? OptionalLong.of(body.length) : OptionalLong.empty();
  }

  @Override
  public Precondition precondition() {
    if (headers.all("If-None-Match").contains("*")) {
      return Precondition.ABSENT;
    }
    List<String> wanted = headers.all("If-Match");
    if (wanted.isEmpty()) {
      return Precondition.NONE;
    }
    return wanted.contains("*")
        ? Precondition.PRESENT
        : Precondition.matches(Set.of(String.join(",", wanted).split("\\s*,\\s*")));
  }

  @Override
  public Subject subject() {
    return party.subject();
  }

  @Override
  public boolean allows(Permission permission) {
    return party.rights().test(permission);
  }

  @Override
  public String locate(String target) {
    try {
      return new URI(null, null, address.apply(target), null).toASCIIString();
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Override
  public String origin() {
    return "https://entrepot.test";
  }

  private TestRequest addressed(UnaryOperator<String> newAddress) {
    return new TestRequest(method, path, query, headers, body, announced, party, known, newAddress);
  }

  private TestRequest from(Party other) {
    return new TestRequest(method, path, query, headers, body, announced, other, known, address);
  }

  byte[] bytes() {
    return body;
  }
}
