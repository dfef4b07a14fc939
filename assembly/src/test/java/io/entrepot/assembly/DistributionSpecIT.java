package io.entrepot.assembly;

import io.entrepot.format.docker.DistributionHttpSuite;
import io.entrepot.format.docker.HttpRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import org.junit.AfterClass;
import org.junit.BeforeClass;

/** The OCI distribution specification on the shared port, where names begin with a repository's. */
public class DistributionSpecIT extends DistributionHttpSuite {

  private static Entrepot server;

  @BeforeClass
  public static void start() throws IOException {
    server = Entrepot.started();
  }

  @AfterClass
  public static void stop() throws IOException {
    server.close();
  }

  @Override
  protected String prefix() {
    return "docker-hosted/";
  }

  @Override
  protected HttpRegistry registry() throws IOException {
    return new HttpRegistry(
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(),
        URI.create("http://" + server.registry()),
        server.admin());
  }
}
