package io.entrepot.engine.rest;

import io.entrepot.engine.admin.RepositoryView;
import io.entrepot.engine.admin.Secret;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What REST says of a repository: in short, and with all its settings. */
final class RepositoryAnswers {

  private final Optional<URI> publicUrl;

  /**
   * Answers.
   *
   * @param publicUrl the fixed address of the server; otherwise links go where the request came to
   */
  RepositoryAnswers(Optional<URI> publicUrl) {
    this.publicUrl = publicUrl;
  }

  /** Format, name, type, address, how much it holds, and a problem if it has one. */
  Map<String, Object> brief(RepositoryView view, UriInfo request) {
    Map<String, Object> answer = common(view, request);
    answer.put("assetCount", view.assets());
    answer.put("size", view.size());
    answer.put("attributes", Map.of());
    view.problem().ifPresent(problem -> answer.put("problem", problem));
    return answer;
  }

  /** The same with the groups of its settings in place of what is counted. */
  Map<String, Object> full(RepositoryView view, UriInfo request) {
    Map<String, Object> answer = common(view, request);
    shown(view.definition().settings()).forEach(answer::putIfAbsent);
    view.problem().ifPresent(problem -> answer.put("problem", problem));
    return answer;
  }

  /** The settings without their secrets. */
  private static Map<String, Object> shown(Map<?, ?> settings) {
    Map<String, Object> shown = new LinkedHashMap<>();
    settings.forEach(
        (name, value) -> {
          if (!Secret.is(value)) {
            shown.put(name.toString(), value instanceof Map<?, ?> group ? shown(group) : value);
          }
        });
    return shown;
  }

  private Map<String, Object> common(RepositoryView view, UriInfo request) {
    String name = view.definition().name();
    URI base = request.getBaseUri();
    String origin =
        publicUrl.map(URI::toString).orElse(base.getScheme() + "://" + base.getRawAuthority());
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("name", name);
    answer.put("format", view.definition().recipe().format());
    answer.put("type", view.definition().recipe().type().label());
    answer.put("url", origin + "/repository/" + name);
    answer.put("online", view.definition().online());
    return answer;
  }
}
