package io.entrepot.engine.http;

import io.entrepot.engine.Environment;
import io.entrepot.engine.connector.Ways;
import io.entrepot.engine.content.Contents;
import io.entrepot.engine.content.Downloads;
import io.entrepot.engine.repository.Serving;
import io.entrepot.engine.security.Gate;
import io.entrepot.engine.tls.CertificateService;
import io.entrepot.spi.http.ProblemException;
import io.entrepot.spi.http.Response.Reply;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The first handler of the server: takes what leads to a repository, to a format's claim or to one
 * of the engine's pages, and leaves the rest to the servlets behind it. A request with an ambiguous
 * path gets no further than here, whoever it was meant for.
 */
@Component(service = Handler.class, property = "service.ranking:Integer=1000")
public final class EdgeHandler extends Handler.Abstract {
  private static final long CACHE = 32L * 1024 * 1024;

  private final Ways ways;
  private final Router router;
  private final Pages pages;
  private final Desk desk;

  /** The handler of a server whose parts are services. */
  @Activate
  public EdgeHandler(
      BundleContext context,
      @Reference Ways ways,
      @Reference Serving serving,
      @Reference Gate gate,
      @Reference Contents contents,
      @Reference Downloads downloads,
      @Reference Environment environment,
      @Reference CertificateService certificates) {
    this(
        ways,
        serving,
        gate,
        contents,
        new Reads(downloads::note),
        new Origins(environment.publicUrl()),
        new Pages(
            certificates.certificates()::caCertificatePem,
            new Origins(environment.publicUrl()),
            Objects.requireNonNullElse(context.getProperty("entrepot.version"), "")));
  }

  /**
   * The handler.
   *
   * @param ways what connectors and host names lead to; told of each request
   * @param reads told of each asset that is read
   * @param origins what the server is called
   * @param pages the engine's own pages
   */
  EdgeHandler(
      Ways ways,
      Serving serving,
      Gate gate,
      Contents contents,
      Reads reads,
      Origins origins,
      Pages pages) {
    super(InvocationType.BLOCKING);
    this.ways = ways;
    this.router = new Router(serving, ways);
    this.pages = pages;
    this.desk = new Desk(gate, origins, new Delivery(contents, CACHE), reads);
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    getServer().setErrorHandler(new JettyErrors());
    ways.attach(getServer());
  }

  @Override
  protected void doStop() throws Exception {
    ways.detach();
    super.doStop();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    ways.arrived(request, response);
    RequestLog.watch(request, response);
    // While a slow disk or a long checksum keeps us busy, the client has nothing to say.
    request.addIdleTimeoutListener(timeout -> false);
    Destination destination;
    try {
      String path = TargetPath.decode(request.getHttpURI().getPath());
      destination = router.route(request, path);
      if (destination instanceof Destination.Elsewhere) {
        Optional<Reply> page = pages.find(request, path);
        page.ifPresent(reply -> desk.reply(reply, request, response, callback));
        return page.isPresent();
      }
    } catch (ProblemException e) {
      desk.refuse(e, request, response, callback);
      return true;
    }
    if (destination instanceof Destination.Content content) {
      desk.content(content, request, response, callback);
    } else if (destination instanceof Destination.Claim claim) {
      desk.claim(claim, request, response, callback);
    } else if (destination instanceof Destination.Moved moved) {
      desk.reply(Reply.of(307).with("Location", moved.location()), request, response, callback);
    }
    return true;
  }
}
