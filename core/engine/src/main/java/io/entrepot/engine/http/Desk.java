package io.entrepot.engine.http;

import io.entrepot.engine.repository.Serving.Held;
import io.entrepot.engine.repository.Serving.HeldClaim;
import io.entrepot.engine.security.Access;
import io.entrepot.engine.security.AuthorizationField;
import io.entrepot.engine.security.Gate;
import io.entrepot.spi.format.Repository;
import io.entrepot.spi.http.ErrorForm;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.ProblemException;
import io.entrepot.spi.http.Response.Reply;
import io.entrepot.spi.security.Action;
import io.entrepot.spi.security.Credentials;
import io.entrepot.spi.security.Permission;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Asks everyone who they are and what they want, and lets them in: realms first, then rights, then
 * the repository. Those who say nothing get the same answer whether there is such a repository or
 * not.
 */
final class Desk {
  private final Gate gate;
  private final Origins origins;
  private final Delivery delivery;
  private final Reads reads;
  private final ErrorForm ownForm = new Problems();

  Desk(Gate gate, Origins origins, Delivery delivery, Reads reads) {
    this.gate = gate;
    this.origins = origins;
    this.delivery = delivery;
    this.reads = reads;
  }

  /** Serves what leads to a repository; lets go of it at the end. */
  void content(Destination.Content to, Request request, Response response, Callback callback) {
    Optional<Held> held = to.held();
    Callback end = new Ending(callback, () -> held.ifPresent(Held::close));
    ErrorForm form = held.flatMap(Held::errors).orElse(ownForm);
    Optional<Folders> folders = held.map(Folders::of);
    String origin = origins.of(request, to.shared());
    serve(
        new Visit(to.path(), to.address(), origin, form, folders),
        new Wire(request, response, delivery, end),
        request,
        held.flatMap(Held::repository),
        visitor -> {
          Held repository = held.orElseThrow(() -> unknown(to.name(), visitor.access()));
          return enter(repository, visitor);
        });
  }

  /** Serves what leads to a format's claim; lets go of it at the end. */
  void claim(Destination.Claim to, Request request, Response response, Callback callback) {
    HeldClaim held = to.held();
    Callback end = new Ending(callback, held::close);
    ErrorForm form = held.errors().orElse(ownForm);
    String origin = origins.of(request, true);
    serve(
        new Visit(to.path(), new Address.Prefixed("/"), origin, form, Optional.empty()),
        new Wire(request, response, delivery, end),
        request,
        Optional.empty(),
        visitor -> {
          Reads.Found found = new Reads.Found(held.repositories());
          return reads.answered(found, visitor, held.claim().handle(visitor, found));
        });
  }

  /** Answers with something that everybody may have. */
  void reply(Reply reply, Request request, Response response, Callback callback) {
    serveUnasked(() -> reply, request, response, callback);
  }

  /** Refuses what cannot even be routed. */
  void refuse(ProblemException problem, Request request, Response response, Callback callback) {
    serveUnasked(
        () -> {
          throw problem;
        },
        request,
        response,
        callback);
  }

  private interface Entry {
    io.entrepot.spi.http.Response go(EdgeRequest visitor) throws IOException;
  }

  private record Visit(
      String path, Address address, String origin, ErrorForm form, Optional<Folders> folders) {}

  private void serve(
      Visit visit, Wire wire, Request request, Optional<Repository> repository, Entry entry) {
    Exchange exchange =
        new Exchange(wire, stranger(visit, Message.bare(request)), visit.folders(), visit.form());
    exchange.proceed(
        () -> {
          exchange.by(stranger(visit, Message.of(request)));
          EdgeRequest visitor = admitted(exchange.request(), request, repository);
          exchange.by(visitor);
          return entry.go(visitor);
        });
  }

  private void serveUnasked(
      Exchange.Step step, Request request, Response response, Callback callback) {
    Wire wire = new Wire(request, response, delivery, callback);
    Visit visit =
        new Visit(
            "", new Address.Prefixed("/"), origins.of(request, true), ownForm, Optional.empty());
    new Exchange(wire, stranger(visit, Message.bare(request)), visit.folders(), ownForm)
        .proceed(step);
  }

  private EdgeRequest stranger(Visit visit, Message message) {
    return new EdgeRequest(
        message, visit.path(), visit.address(), visit.origin(), gate, Nobody.INSTANCE);
  }

  private EdgeRequest admitted(
      EdgeRequest stranger, Request request, Optional<Repository> repository)
      throws ProblemException {
    List<String> sent = request.getHeaders().getValuesList(HttpHeader.AUTHORIZATION);
    String client = stranger.message().client();
    if (repository.isPresent() && repository.get().ignoresCredentials(stranger)) {
      return stranger.with(anonymous(sent, client));
    }
    return stranger.with(EdgeRequest.admitted(gate, AuthorizationField.read(sent), client));
  }

  /** A token in nobody's name is looked at, a password never: it may be another server's. */
  private Access anonymous(List<String> sent, String client) throws ProblemException {
    Optional<Credentials> token;
    try {
      token = AuthorizationField.read(sent).filter(Credentials.Bearer.class::isInstance);
    } catch (ProblemException e) {
      token = Optional.empty();
    }
    if (token.isPresent()
        && gate.enter(token, client) instanceof Gate.Outcome.Admitted admitted
        && admitted.access().subject().anonymous()) {
      return admitted.access();
    }
    return EdgeRequest.admitted(gate, Optional.empty(), client);
  }

  private io.entrepot.spi.http.Response enter(Held held, EdgeRequest visitor) throws IOException {
    Repository repository =
        held.repository()
            .orElse(
                request -> {
                  throw held.problem().asException();
                });
    for (Action action : repository.required(visitor)) {
      check(new Permission(held.recipe().format(), held.name(), action), visitor.access());
    }
    Optional<Problem> refusal = held.refusal(visitor.path());
    if (refusal.isPresent()) {
      throw refusal.get().asException();
    }
    return reads.answered(held.name(), visitor, repository.handle(visitor));
  }

  private static void check(Permission permission, Access access) throws ProblemException {
    if (access.allows(permission)) {
      return;
    }
    if (access.subject().anonymous()) {
      throw unauthorized();
    }
    if (access.userAllows(permission)) {
      throw new Problem(401, Problems.INSUFFICIENT_SCOPE, "the token is not good for this")
          .asException();
    }
    throw new Problem(
            403,
            Problems.DENIED,
            "user '"
                + access.subject().name()
                + "' has no right to "
                + permission.action().label()
                + " in repository '"
                + permission.repository()
                + "'")
        .asException();
  }

  private static ProblemException unknown(String name, Access access) {
    return access.subject().anonymous()
        ? unauthorized()
        : new Problem(404, Problems.NOT_FOUND, "there is no repository '" + name + "'")
            .asException();
  }

  private static ProblemException unauthorized() {
    return new Problem(401, Problems.UNAUTHORIZED, "authentication is required").asException();
  }
}
