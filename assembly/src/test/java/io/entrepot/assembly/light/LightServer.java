package io.entrepot.assembly.light;

import io.entrepot.engine.Environment;
import io.entrepot.engine.admin.Health;
import io.entrepot.engine.blob.BlobStores;
import io.entrepot.engine.connector.JettyConnectors;
import io.entrepot.engine.content.Downloads;
import io.entrepot.engine.content.RepositoryContents;
import io.entrepot.engine.content.StorageHealth;
import io.entrepot.engine.database.Database;
import io.entrepot.engine.http.EdgeHandler;
import io.entrepot.engine.repository.DatabaseDefinitions;
import io.entrepot.engine.repository.FormatRegistry;
import io.entrepot.engine.repository.ServedRepositories;
import io.entrepot.engine.routing.RuleBook;
import io.entrepot.engine.routing.RuleRows;
import io.entrepot.engine.security.LocalUsers;
import io.entrepot.engine.security.RealmGate;
import io.entrepot.engine.tls.CertificateService;
import io.entrepot.engine.token.JwtTokenSigner;
import io.entrepot.format.docker.DockerFormat;
import io.entrepot.format.raw.RawFormat;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.osgi.framework.BundleContext;

/**
 * The engine and two formats out of the distribution's jars, in a process without the container:
 * what a server does with bytes, started in a second. At {@code /health} it says what is wrong.
 */
public final class LightServer {

  private static final int THREADS = 60;

  private LightServer() {}

  /** Starts a server with the system properties {@code entrepot.*}, and says when it serves. */
  public static void main(String[] arguments) throws Exception {
    Environment environment = Environment.read(System::getProperty);
    Database database = new Database(environment);
    BlobStores stores =
        new BlobStores(
            database,
            environment.data().resolve("blobs"),
            environment.storageReserve(),
            Clock.systemUTC());
    RepositoryContents contents = new RepositoryContents(database, stores);
    JwtTokenSigner signer = new JwtTokenSigner(environment);
    FormatRegistry formats = new FormatRegistry();
    formats.add(new RawFormat(), "raw");
    formats.add(new DockerFormat(signer), "docker");
    ServedRepositories served =
        new ServedRepositories(
            formats,
            new DatabaseDefinitions(database),
            contents,
            new RuleBook(new RuleRows(database)),
            (repository, path) -> {},
            (repository, settings, content) -> {
              throw new IOException("proxies are for whole servers");
            });
    CertificateService certificates = new CertificateService(environment);
    EdgeHandler edge =
        new EdgeHandler(
            nowhere(),
            new JettyConnectors(environment, certificates),
            served,
            new RealmGate(new LocalUsers(database, environment)),
            contents,
            new Downloads(database),
            environment,
            certificates);
    Server server = new Server(new QueuedThreadPool(THREADS));
    server.setHandler(
        new Handler.Sequence(new HealthPage(new StorageHealth(database, stores)), edge));
    server.start();
    System.out.println("ready");
    server.join();
  }

  /** A container that says nothing. */
  private static BundleContext nowhere() {
    return (BundleContext)
        Proxy.newProxyInstance(
            LightServer.class.getClassLoader(),
            new Class<?>[] {BundleContext.class},
            (proxy, method, arguments) -> null);
  }

  private static final class HealthPage extends Handler.Abstract {
    private final Health health;

    HealthPage(Health health) {
      this.health = health;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      if (!Request.getPathInContext(request).equals("/health")) {
        return false;
      }
      StringBuilder problems = new StringBuilder();
      for (Health.Check check : health.writable()) {
        check.problem().ifPresent(p -> problems.append(check.name()).append(": ").append(p));
      }
      response.setStatus(problems.isEmpty() ? 200 : 503);
      org.eclipse.jetty.io.Content.Sink.write(response, true, problems.toString(), callback);
      return true;
    }
  }
}
