package io.entrepot.engine.rest;

import io.entrepot.engine.admin.RepositoryAdmin;
import io.entrepot.engine.admin.RepositoryDefinition;
import io.entrepot.engine.admin.RepositoryView;
import io.entrepot.engine.security.AuthorizationField;
import io.entrepot.engine.security.Gate;
import io.entrepot.engine.security.Gate.Outcome;
import io.entrepot.spi.http.ProblemException;
import io.entrepot.spi.security.Credentials;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;

/**
 * Lets callers come to those methods that their rights open to them. A method that does not say who
 * may come is open to nobody.
 */
final class Entrance implements DynamicFeature {

  private final Gate gate;
  private final RepositoryAdmin repositories;
  private final OriginRule origins;

  Entrance(Gate gate, RepositoryAdmin repositories, OriginRule origins) {
    this.gate = gate;
    this.repositories = repositories;
    this.origins = origins;
  }

  @Override
  public void configure(ResourceInfo resource, FeatureContext context) {
    Method method = resource.getResourceMethod();
    boolean limited = !method.isAnnotationPresent(Unlimited.class);
    context.register(new Door(rule(method), limited), Priorities.AUTHENTICATION);
  }

  /** Whether a caller may make a request. */
  private interface Rule {
    boolean lets(Caller caller, ContainerRequestContext request);
  }

  /** Nobody is asked who it is. */
  private record Open() implements Rule {
    @Override
    public boolean lets(Caller caller, ContainerRequestContext request) {
      return true;
    }
  }

  private Rule rule(Method method) {
    if (method.isAnnotationPresent(Public.class)) {
      return new Open();
    }
    if (method.isAnnotationPresent(Everybody.class)) {
      return (caller, request) -> true;
    }
    Administers administers = method.getAnnotation(Administers.class);
    if (administers != null) {
      return (caller, request) ->
          caller.access().administers(administers.domain(), administers.action());
    }
    AdministersRepository repository = method.getAnnotation(AdministersRepository.class);
    if (repository != null) {
      return (caller, request) -> administers(caller, request, repository.value());
    }
    return (caller, request) -> false;
  }

  private boolean administers(Caller caller, ContainerRequestContext request, String action) {
    Optional<String> format = parameter(request, "format");
    Optional<String> name = parameter(request, "name");
    if (format.isPresent()) {
      return caller.access().administers(format.get(), name.orElse("*"), action);
    }
    Optional<RepositoryDefinition> definition =
        repositories.find(name.orElseThrow()).map(RepositoryView::definition);
    return definition
        .map(found -> caller.administers(found, action))
        .orElseGet(() -> caller.access().administers("repositories", action));
  }

  private static Optional<String> parameter(ContainerRequestContext request, String name) {
    return Optional.ofNullable(request.getUriInfo().getPathParameters().getFirst(name));
  }

  @Priority(Priorities.AUTHENTICATION)
  private final class Door implements ContainerRequestFilter {

    private final Rule rule;
    private final boolean limited;

    Door(Rule rule, boolean limited) {
      this.rule = rule;
      this.limited = limited;
    }

    @Override
    public void filter(ContainerRequestContext request) throws IOException {
      if (limited) {
        BodyLimit.apply(request);
      }
      origins.check(request);
      if (rule instanceof Open) {
        return;
      }
      Caller caller = caller(request);
      if (!rule.lets(caller, request)) {
        throw caller.refusal();
      }
      caller.attach(request);
    }

    private Caller caller(ContainerRequestContext request) throws ProblemException {
      List<String> fields = request.getHeaders().getOrDefault(HttpHeaders.AUTHORIZATION, List.of());
      Optional<Credentials> credentials = AuthorizationField.read(fields);
      Outcome outcome = gate.enter(credentials, RestServlet.client(request));
      if (outcome instanceof Outcome.Admitted admitted) {
        return new Caller(
            admitted.access(), credentials.filter(Credentials.Basic.class::isInstance).isPresent());
      }
      throw ((Outcome.Refused) outcome).problem().asException();
    }
  }
}
