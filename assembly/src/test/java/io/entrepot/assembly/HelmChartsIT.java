package io.entrepot.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/**
 * Helm charts as OCI artifacts, pushed through a group and pulled by it, by a proxy of it in
 * another server, and by a group around that. skopeo carries them, byte for byte: what helm itself
 * makes of a chart is built here.
 */
public class HelmChartsIT {

  private static Entrepot near;
  private static Entrepot far;
  private static Artifacts charts;
  private static String first;
  private static String second;
  private static int group;
  private static int proxy;
  private static int around;

  @BeforeClass
  public static void start() throws Exception {
    far = Entrepot.started();
    near = Entrepot.unpack().set("ENTREPOT_UPSTREAM_ALLOW", "127.0.0.1");
    near.start();
    charts = Artifacts.in(near.scratch("charts"));
    first = charts.chart("shop", "1.0.0", "replicas: 1\n");
    second = charts.chart("shop", "1.1.0_build5", "replicas: 2\n");
    group = Ports.free();
    proxy = Ports.free();
    around = Ports.free();
    far.rest(
        "POST",
        "/v1/repositories/docker/hosted",
        Bodies.docker("charts", "httpPort", Ports.free()));
    far.rest(
        "POST",
        "/v1/repositories/docker/group",
        Bodies.dockerGroup("all", "\"docker-hosted\",\"charts\"", "charts", group, ""));
    near.rest(
        "POST",
        "/v1/repositories/docker/proxy",
        Bodies.dockerProxy(
            "far",
            "http://127.0.0.1:" + group,
            proxy,
            Bodies.httpClient(Entrepot.ADMIN, far.adminPassword())));
    near.rest(
        "POST",
        "/v1/repositories/docker/group",
        Bodies.dockerGroup("around", "\"docker-hosted\",\"far\"", "", around, ""));
  }

  @AfterClass
  public static void stop() throws IOException {
    near.close();
    far.close();
  }

  @Test
  public void shouldPushAndPullChartsThroughGroupsAndProxies() throws Exception {
    push("1.0.0");
    push("1.1.0_build5");
    // The member that takes what is written to the group has them.
    pull(far, far.registry() + "/charts/helm/shop", "1.0.0", first);

    for (int port : new int[] {group, proxy, around}) {
      Entrepot server = port == group ? far : near;
      String chart = "localhost:" + port + "/helm/shop";
      pull(server, chart, "1.0.0", first);
      pull(server, chart, "1.1.0_build5", second);
      assertThat(tags(server, chart)).contains("\"1.0.0\"", "\"1.1.0_build5\"");
      assertThat(catalog(server, port)).contains("\"helm/shop\"");
    }

    // REST shows by the group what its member holds, and where that is read.
    assertThat(near.rest("GET", "/v1/search?repository=around&name=helm/shop&version=1.0.0", ""))
        .contains("\"repository\":\"far\"", "\"version\":\"1.0.0\"", "/repository/around/v2/");
    assertThat(near.rest("GET", "/v1/components?repository=around", ""))
        .contains("\"1.0.0\"", "\"1.1.0_build5\"");
    assertThat(near.rest("GET", "/v1/assets?repository=around", ""))
        .contains("/repository/around/v2/helm/shop/manifests/");

    far.stop();
    for (int port : new int[] {proxy, around}) {
      String chart = "localhost:" + port + "/helm/shop";
      pull(near, chart, "1.0.0", first);
      pull(near, chart, "1.1.0_build5", second);
      assertThat(tags(near, chart)).contains("\"1.0.0\"", "\"1.1.0_build5\"");
      assertThat(catalog(near, port)).contains("\"helm/shop\"");
    }
  }

  private static void push(String version) throws IOException {
    skopeo(
            "copy",
            "--preserve-digests",
            "--dest-tls-verify=false",
            "--dest-creds",
            far.admin(),
            charts.name(version),
            "docker://localhost:" + group + "/helm/shop:" + version)
        .succeed();
  }

  /** By tag and by digest: the same manifest, config, chart and provenance that were pushed. */
  private static void pull(Entrepot server, String chart, String version, String digest)
      throws IOException {
    Path pushed = near.scratch("pushed");
    skopeo("copy", charts.name(version), "dir:" + pushed).succeed();
    for (String name : List.of(chart + ":" + version, chart + "@" + digest)) {
      Path pulled = near.scratch("pulled");
      skopeo(
              "copy",
              "--src-tls-verify=false",
              "--src-creds",
              server.admin(),
              "docker://" + name,
              "dir:" + pulled)
          .succeed();
      assertThat(Command.of("diff", "-r", pushed.toString(), pulled.toString()).succeed())
          .as(name)
          .isEmpty();
    }
    assertThat(
            skopeo(
                    "inspect",
                    "--raw",
                    "--tls-verify=false",
                    "--creds",
                    server.admin(),
                    "docker://" + chart + ":" + version)
                .succeed())
        .contains(
            "application/vnd.cncf.helm.config.v1+json",
            "application/vnd.cncf.helm.chart.content.v1.tar+gzip",
            "application/vnd.cncf.helm.chart.provenance.v1.prov");
  }

  private static String tags(Entrepot server, String chart) throws IOException {
    return skopeo("list-tags", "--tls-verify=false", "--creds", server.admin(), "docker://" + chart)
        .succeed();
  }

  private static String catalog(Entrepot server, int port) throws IOException {
    return Command.of("curl", "-sSf", "-u", server.admin(), "localhost:" + port + "/v2/_catalog")
        .succeed();
  }

  private static Command skopeo(String... words) {
    List<String> all = new ArrayList<>(List.of("skopeo", "--insecure-policy"));
    all.addAll(List.of(words));
    return Command.of(all.toArray(String[]::new));
  }
}
