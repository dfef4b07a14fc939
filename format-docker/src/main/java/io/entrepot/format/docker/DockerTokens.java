package io.entrepot.format.docker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entrepot.spi.http.Method;
import io.entrepot.spi.http.Parameters;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.http.Response;
import io.entrepot.spi.security.Action;
import io.entrepot.spi.security.Claims;
import io.entrepot.spi.security.Credentials;
import io.entrepot.spi.security.Permission;
import io.entrepot.spi.security.TokenSigner;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Issues tokens (Docker's token protocol, by GET, and its OAuth2 form, by POST). A token carries
 * what was asked for as far as the one who asks may do it; those without credentials get one in
 * nobody's name.
 */
final class DockerTokens {

  /** For whom tokens are. */
  static final String AUDIENCE = "docker";

  /** What tokens begin with, so that those of other realms are left to them. */
  static final String PREFIX = "DockerToken.";

  private static final Duration LIFETIME = Duration.ofMinutes(5);
  private static final Set<Action> PULL = EnumSet.of(Action.BROWSE, Action.READ);
  private static final int LARGEST_FORM = 64 * 1024;

  /** Which repository a scope's name belongs to. */
  interface Names {
    /** The repository's name; empty if there is none. */
    Optional<String> repository(String scopeName);
  }

  private final TokenSigner signer;
  private final Clock clock;

  DockerTokens(TokenSigner signer, Clock clock) {
    this.signer = signer;
    this.clock = clock;
  }

  Response issue(Request request, Names names) throws IOException {
    if (DockerTokenRealm.sent(request)) {
      throw DockerError.UNAUTHORIZED.because(
          "a token is not given for a token: send a user name and a password");
    }
    if (request.method() != Method.POST) {
      return token(request, request.query(), names);
    }
    return new Response.Collect(
        LARGEST_FORM,
        bytes -> {
          Parameters form = Form.parse(bytes);
          String grant = form.first("grant_type").orElse("");
          if (!grant.equals("password")) {
            return unsupported(grant);
          }
          Optional<String> user = form.first("username").filter(name -> !name.isEmpty());
          Request asker =
              user.isEmpty()
                  ? request
                  : request.as(
                      new Credentials.Basic(user.get(), form.first("password").orElse("")));
          return token(asker, form, names);
        });
  }

  /**
   * The same for those whose credentials are not looked at: in nobody's name, and not for what
   * changes something.
   */
  Response issueToNobody(Request request, Names names) throws IOException {
    if (request.method() != Method.POST) {
      return tokenToPull(request, request.query(), names);
    }
    return new Response.Collect(
        LARGEST_FORM, bytes -> tokenToPull(request, Form.parse(bytes), names));
  }

  private Response tokenToPull(Request request, Parameters parameters, Names names)
      throws IOException {
    for (DockerScope scope : scopes(parameters)) {
      if (scope.wanted().stream().anyMatch(action -> !PULL.contains(action))) {
        throw DockerError.UNAUTHORIZED.because(
            "here is a mirror: it never looks at credentials, and nobody can push to it");
      }
    }
    return token(request, parameters, names);
  }

  private static List<DockerScope> scopes(Parameters parameters) {
    List<DockerScope> scopes = new ArrayList<>();
    for (String texts : parameters.all("scope")) {
      for (String text : texts.trim().split(" +", -1)) {
        DockerScope.read(text).ifPresent(scopes::add);
      }
    }
    return scopes;
  }

  private Response token(Request asker, Parameters parameters, Names names) {
    DockerGrants grants = new DockerGrants();
    scopes(parameters).forEach(wanted -> grant(asker, wanted, names, grants));
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    String token =
        PREFIX
            + signer.sign(
                new Claims(
                    asker.subject().name(), AUDIENCE, now, now.plus(LIFETIME), grants.claims()));
    ObjectNode body =
        Json.object()
            .put("token", token)
            .put("access_token", token)
            .put("token_type", "Bearer")
            .put("expires_in", LIFETIME.toSeconds())
            .put("issued_at", now.toString());
    return Response.Reply.json(200, Json.write(body)).with("Cache-Control", "no-store");
  }

  private static void grant(Request asker, DockerScope wanted, Names names, DockerGrants grants) {
    if (wanted.catalog()) {
      grants.addCatalog();
      return;
    }
    if (!wanted.repository()) {
      return;
    }
    Optional<String> repository = names.repository(wanted.name());
    if (repository.isEmpty()) {
      return;
    }
    for (Action action : wanted.wanted()) {
      if (asker.allows(new Permission(DockerFormat.NAME, repository.get(), action))) {
        grants.add(repository.get(), action);
      }
    }
  }

  /** RFC 6749 §5.2, with the registry's own form beside it, since that is what clients print. */
  private static Response unsupported(String grant) {
    String sentence = "grant_type is '" + Shown.of(grant) + "', but only 'password' is supported";
    ObjectNode body =
        Json.object().put("error", "unsupported_grant_type").put("error_description", sentence);
    body.putArray("errors").addAll(List.of(DockerError.UNSUPPORTED.entry(sentence)));
    return Response.Reply.json(400, Json.write(body)).with("Cache-Control", "no-store");
  }
}
