package io.entrepot.engine.rest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;

/** Who comes to which route: every route is listed here, or the test fails. */
public final class PermissionMatrixTest {

  private static final List<String> CALLERS = List.of("", "stranger", "reader", "admin");

  private static final List<Integer> OPEN = List.of(200, 200, 200, 200);

  /**
   * Of nobody, a user without rights, a reader and the admin: the status, 0 for any but refusals.
   */
  private static final Map<String, List<Integer>> EXPECTED = new TreeMap<>();

  static {
    EXPECTED.put("GET v1/status", OPEN);
    EXPECTED.put("GET v1/status/writable", OPEN);
    EXPECTED.put("GET v1/repositories", List.of(401, 200, 200, 200));
    EXPECTED.put("GET v1/repositories/{name}", List.of(401, 403, 200, 200));
    for (String readers : List.of("GET v1/search", "GET v1/search/assets")) {
      EXPECTED.put(readers, List.of(401, 200, 200, 200));
    }
    EXPECTED.put("GET v1/search/assets/download", List.of(401, 404, 404, 404));
    for (String content : List.of("components", "assets")) {
      EXPECTED.put("GET v1/" + content, List.of(401, 404, 200, 200));
      EXPECTED.put("GET v1/" + content + "/{id}", List.of(401, 404, 404, 404));
      EXPECTED.put("DELETE v1/" + content + "/{id}", List.of(401, 404, 403, 404));
    }
    EXPECTED.put("POST v1/components", List.of(401, 404, 403, 0));
    for (String administrators :
        List.of(
            "GET v1/status/check",
            "DELETE v1/repositories/{name}",
            "POST v1/repositories/{format}/{type}",
            "GET v1/repositories/{format}/{type}/{name}",
            "PUT v1/repositories/{format}/{type}/{name}",
            "GET v1/repositorySettings",
            "GET v1/blobstores",
            "POST v1/blobstores/file",
            "GET v1/blobstores/file/{name}",
            "PUT v1/blobstores/file/{name}",
            "DELETE v1/blobstores/{name}",
            "GET v1/blobstores/{name}/quota-status",
            "GET v1/repositories/{name}/route",
            "POST v1/repositories/{name}/invalidate-cache",
            "GET v1/repositories/{name}/upstream",
            "POST v1/repositories/{name}/upstream/block",
            "POST v1/repositories/{name}/upstream/unblock",
            "GET v1/routing-rules",
            "POST v1/routing-rules",
            "GET v1/routing-rules/{name}",
            "PUT v1/routing-rules/{name}",
            "DELETE v1/routing-rules/{name}",
            "GET v1/cleanup-policies",
            "POST v1/cleanup-policies",
            "GET v1/cleanup-policies/{name}",
            "PUT v1/cleanup-policies/{name}",
            "DELETE v1/cleanup-policies/{name}",
            "GET internal/cleanup-policies",
            "POST internal/cleanup-policies",
            "GET internal/cleanup-policies/{name}",
            "PUT internal/cleanup-policies/{name}",
            "DELETE internal/cleanup-policies/{name}",
            "GET v1/cleanup/preview",
            "GET v1/removed-repositories",
            "POST v1/removed-repositories/{id}/restore",
            "DELETE v1/removed-repositories/{id}",
            "GET v1/blobs/{digest}",
            "GET v1/tasks",
            "POST v1/tasks",
            "GET v1/tasks/templates",
            "GET v1/tasks/templates/{typeId}",
            "GET v1/tasks/{id}",
            "GET v1/tasks/{id}/runs",
            "PUT v1/tasks/{id}",
            "DELETE v1/tasks/{id}",
            "POST v1/tasks/{id}/run",
            "POST v1/tasks/{id}/stop",
            "GET v1/security/users",
            "POST v1/security/users",
            "PUT v1/security/users/{userId}",
            "DELETE v1/security/users/{userId}",
            "PUT v1/security/users/{userId}/change-password",
            "GET v1/security/roles",
            "POST v1/security/roles",
            "GET v1/security/roles/{id}",
            "PUT v1/security/roles/{id}",
            "DELETE v1/security/roles/{id}",
            "GET v1/security/privileges",
            "GET v1/security/privileges/{privilegeName}",
            "GET v1/security/anonymous",
            "PUT v1/security/anonymous")) {
      EXPECTED.put(administrators, List.of(401, 403, 403, 0));
    }
  }

  /** The id of something that is not there, in a repository that is. */
  private static final String ABSENT = new ContentId("plain-hosted", 7).text();

  @Rule public final RestServer server = new RestServer();

  @Test
  public void shouldSayOfEveryMethodWhoMayCall() {
    assertThat(routes().toList())
        .allSatisfy(
            route -> {
              List<Class<? extends Annotation>> rules =
                  Stream.of(
                          Public.class,
                          Everybody.class,
                          Administers.class,
                          AdministersRepository.class)
                      .filter(route.method()::isAnnotationPresent)
                      .toList();
              assertThat(rules).as(route.text()).hasSize(1);
            });
  }

  @Test
  public void shouldListEveryRouteHere() {
    assertThat(new TreeSet<>(routes().map(Route::text).toList())).isEqualTo(EXPECTED.keySet());
  }

  @Test
  public void shouldLetComeWhoMayAndNobodyElse() throws Exception {
    List<String> wrong = new ArrayList<>();
    for (Route route : routes().toList()) {
      List<Integer> expected = EXPECTED.get(route.text());
      for (int i = 0; i < CALLERS.size(); i++) {
        int status = call(CALLERS.get(i), route).status();
        boolean asExpected =
            expected.get(i) == 0
                ? status != 401 && status != 403 && status < 500
                : status == expected.get(i);
        if (!asExpected) {
          wrong.add(route.text() + " as '" + CALLERS.get(i) + "': " + status);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  public void shouldLetNobodyComeToAMethodThatDoesNotSayWhoMay() throws Exception {
    // Jersey's own answer to OPTIONS is such a method.
    assertThat(server.send("admin", "OPTIONS", "security/users", "").status()).isEqualTo(403);
    assertThat(server.send("", "OPTIONS", "security/users", "").status()).isEqualTo(401);
  }

  /** A method of a resource, as {@code GET v1/status}. */
  private record Route(Method method, String verb, String path) {
    String text() {
      return verb + " " + path;
    }
  }

  private RestServer.Answer call(String caller, Route route) throws Exception {
    String path =
        route
            .path()
            .replaceFirst("^v1/", "")
            .replaceFirst("^internal/", "/internal/")
            .replace("blobstores/file/{name}", "blobstores/file/fast")
            .replace("blobstores/{name}", "blobstores/none")
            .replace("components/{id}", "components/" + ABSENT)
            .replace("assets/{id}", "assets/" + ABSENT)
            .replace("{name}", route.verb().equals("DELETE") ? "none" : "plain-hosted")
            .replace("{format}", "plain")
            .replace("{type}", "hosted")
            .replace("{typeId}", "none")
            .replace("{userId}", "nobody-of-that-name")
            .replace("{id}", "none")
            .replace("{digest}", "none")
            .replace("{privilegeName}", "none");
    if (path.endsWith("change-password")) {
      return server.send(
          caller,
          server
              .request("PUT", path, "")
              .method("PUT", HttpRequest.BodyPublishers.ofString("new"))
              .header("Content-Type", "text/plain"));
    }
    if (path.equals("components") || path.equals("assets")) {
      path += "?repository=plain-hosted";
    }
    if (path.startsWith("components?") && route.verb().equals("POST")) {
      return server.send(
          caller,
          server
              .request("POST", path, "")
              .method("POST", HttpRequest.BodyPublishers.ofString("x"))
              .header("Content-Type", "multipart/form-data; boundary=x"));
    }
    // The fake blob stores refuse every change with 403, so what comes to them must be wrong.
    String body = path.startsWith("blobstores") ? "{\"path\":1}" : "{}";
    boolean bodyless = List.of("GET", "DELETE").contains(route.verb());
    return server.send(caller, route.verb(), path, bodyless ? "" : body);
  }

  private Stream<Route> routes() {
    return server.servlet.resources().stream()
        .flatMap(
            resource ->
                Arrays.stream(resource.getMethods()).flatMap(method -> route(resource, method)));
  }

  private static Stream<Route> route(Class<?> resource, Method method) {
    String below =
        method.isAnnotationPresent(Path.class)
            ? "/" + method.getAnnotation(Path.class).value()
            : "";
    return Arrays.stream(method.getAnnotations())
        .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
        .filter(verb -> verb != null)
        .map(
            verb ->
                new Route(
                    method, verb.value(), resource.getAnnotation(Path.class).value() + below));
  }
}
