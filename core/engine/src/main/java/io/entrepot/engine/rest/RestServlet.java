package io.entrepot.engine.rest;

import io.entrepot.engine.Environment;
import io.entrepot.engine.admin.BlobInquiry;
import io.entrepot.engine.admin.BlobStoreAdmin;
import io.entrepot.engine.admin.CleanupAdmin;
import io.entrepot.engine.admin.ContentAdmin;
import io.entrepot.engine.admin.ContentSearch;
import io.entrepot.engine.admin.Health;
import io.entrepot.engine.admin.RemovedRepositoryAdmin;
import io.entrepot.engine.admin.RepositoryAdmin;
import io.entrepot.engine.admin.RoutingAdmin;
import io.entrepot.engine.admin.TaskAdmin;
import io.entrepot.engine.admin.UpstreamAdmin;
import io.entrepot.engine.admin.UserAdmin;
import io.entrepot.engine.repository.Serving;
import io.entrepot.engine.security.Gate;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.UnavailableException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.ext.RuntimeDelegate;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.glassfish.jersey.inject.hk2.Hk2InjectionManagerFactory;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.glassfish.jersey.server.internal.RuntimeDelegateImpl;
import org.glassfish.jersey.servlet.ServletContainer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * All REST resources, at {@code /service/rest}.
 *
 * <pre>
 * v1/status              StatusResource
 * v1/repositories        RepositoriesResource
 *                        RouteResource, InvalidateCacheResource, UpstreamResource
 * v1/repositorySettings  RepositorySettingsResource
 * v1/removed-repositories RemovedRepositoriesResource
 * v1/search              SearchResource
 * v1/components          ComponentsResource
 * v1/assets              AssetsResource
 * v1/blobstores          BlobStoresResource
 * v1/blobs               BlobsResource
 * v1/tasks               TasksResource
 * v1/cleanup-policies    CleanupPoliciesResource, and internal/cleanup-policies
 * v1/cleanup             CleanupResource
 * v1/routing-rules       RoutingRulesResource
 * v1/repositories/…/route RouteResource
 * v1/security/users      UsersResource
 * v1/security/roles      RolesResource
 * v1/security/privileges PrivilegesResource
 * v1/security/anonymous  AnonymousResource
 * </pre>
 */
@Component(
    service = Servlet.class,
    property = {
      "osgi.http.whiteboard.servlet.name=entrepot-rest",
      "osgi.http.whiteboard.servlet.pattern=" + RestServlet.PATH + "/*"
    })
public final class RestServlet implements Servlet {

  static final String PATH = "/service/rest";

  private static final String CLIENT = RestServlet.class.getName() + ".client";

  private final List<Object> parts;
  private volatile Optional<ServletContainer> jersey = Optional.empty();

  /** All resources over what administers the server. */
  @Activate
  public RestServlet(
      @Reference RepositoryAdmin repositories,
      @Reference BlobStoreAdmin blobStores,
      @Reference RemovedRepositoryAdmin removed,
      @Reference BlobInquiry blobs,
      @Reference UserAdmin users,
      @Reference TaskAdmin tasks,
      @Reference CleanupAdmin cleanup,
      @Reference RoutingAdmin routing,
      @Reference UpstreamAdmin upstreams,
      @Reference Health health,
      @Reference ContentSearch search,
      @Reference ContentAdmin deletion,
      @Reference Serving serving,
      @Reference Gate gate,
      @Reference Environment environment) {
    RepositoryAnswers answers = new RepositoryAnswers(environment.publicUrl());
    Sights sights = new Sights(repositories);
    ContentAnswers contents = new ContentAnswers(repositories, serving, environment.publicUrl());
    parts =
        List.of(
            new StatusResource(health),
            new RepositoriesResource(repositories, answers),
            new RepositorySettingsResource(repositories, answers),
            new RemovedRepositoriesResource(removed, answers),
            new SearchResource(search, new SearchParameters(sights, repositories), contents),
            new ComponentsResource(search, deletion, sights, contents, new FormUploads(serving)),
            new AssetsResource(search, deletion, sights, contents),
            new BlobStoresResource(blobStores, repositories),
            new BlobsResource(blobs),
            new TasksResource(tasks),
            new CleanupPoliciesResource(cleanup),
            new InternalCleanupPoliciesResource(cleanup),
            new CleanupResource(cleanup),
            new RoutingRulesResource(routing),
            new RouteResource(routing),
            new InvalidateCacheResource(upstreams),
            new UpstreamResource(upstreams),
            new UsersResource(users),
            new RolesResource(users),
            new PrivilegesResource(users, repositories),
            new AnonymousResource(users),
            new Entrance(gate, repositories, new OriginRule(environment.publicUrl())),
            new Json(),
            new Failures(),
            new SafetyHeaders());
  }

  /** All classes of resources. */
  List<Class<?>> resources() {
    return parts.stream()
        .<Class<?>>map(Object::getClass)
        .filter(part -> part.isAnnotationPresent(Path.class))
        .toList();
  }

  /** The address that a request came from. */
  static String client(ContainerRequestContext request) {
    return (String) request.getProperty(CLIENT);
  }

  /**
   * Starts Jersey, each time anew: the server may be started more than once. Jersey finds its parts
   * by the thread's class loader, which in a bundle is none of its own.
   */
  @Override
  public void init(ServletConfig config) throws ServletException {
    ServletContainer started =
        new ServletContainer(
            new ResourceConfig()
                .registerInstances(parts.toArray())
                .property("jersey.config.disableMetainfServicesLookup", true)
                .property("jersey.config.disableAutoDiscovery", true)
                .property(ServerProperties.WADL_FEATURE_DISABLE, true)
                .property(ServerProperties.RESPONSE_SET_STATUS_OVER_SEND_ERROR, true));
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(Hk2InjectionManagerFactory.class.getClassLoader());
    try {
      RuntimeDelegate.setInstance(new RuntimeDelegateImpl());
      started.init(config);
      jersey = Optional.of(started);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Override
  public void service(ServletRequest request, ServletResponse response)
      throws ServletException, IOException {
    request.setAttribute(CLIENT, request.getRemoteAddr());
    jersey
        .orElseThrow(() -> new UnavailableException("REST is not started"))
        .service(request, response);
  }

  @Override
  public ServletConfig getServletConfig() {
    return jersey.map(ServletContainer::getServletConfig).orElse(null);
  }

  @Override
  public String getServletInfo() {
    return "Entrepot REST";
  }

  @Override
  public void destroy() {
    jersey.ifPresent(ServletContainer::destroy);
    jersey = Optional.empty();
  }
}
