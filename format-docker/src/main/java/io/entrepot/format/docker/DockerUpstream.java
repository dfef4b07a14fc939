package io.entrepot.format.docker;

import io.entrepot.spi.format.Settings;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.proxy.Fetch;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The registry behind a proxy.
 *
 * @param url where it is asked
 * @param hub whether it is Docker Hub itself, where names of one component are short for others
 * @param mirrorsHub whether it has Docker Hub's images
 * @param authenticated whether it is asked with credentials of this server's own
 */
record DockerUpstream(URI url, boolean hub, boolean mirrorsHub, boolean authenticated) {

  private static final URI HUB = URI.create("https://registry-1.docker.io/");
  private static final URI UNKNOWN = URI.create("https://upstream.invalid/");

  /** What Docker Hub is called. */
  private static final Set<String> HUB_NAMES =
      Set.of("docker.io", "index.docker.io", "registry-1.docker.io", "registry.hub.docker.com");

  /** The types of manifests that are understood: whatever a client asks for, no other is kept. */
  static final Headers MANIFESTS = Headers.of("Accept", ManifestKind.mediaTypes());

  static final Headers LISTS = Headers.of("Accept", "application/json");

  private static final List<String> CREDENTIALS =
      List.of(
          "httpClient.authentication.type",
          "httpClient.authentication.username",
          "httpClient.authentication.bearerToken");

  /** The one that settings name. */
  static DockerUpstream of(Settings settings) {
    URI url = settings.text("proxy.remoteUrl").map(DockerUpstream::parsed).orElse(UNKNOWN);
    boolean hub = host(url).equals(HUB.getHost());
    boolean indexed =
        settings.text(DockerSettings.INDEX_TYPE).filter(DockerIndex.HUB::equals).isPresent();
    boolean authenticated =
        url.getUserInfo() != null
            || CREDENTIALS.stream().anyMatch(path -> settings.text(path).isPresent());
    return new DockerUpstream(url, hub, hub || indexed, authenticated);
  }

  /** Where a registry is served that people know by a URL. */
  static URI served(URI given) {
    if (HUB_NAMES.contains(host(given))) {
      return HUB;
    }
    String path = given.getPath() == null ? "" : given.getPath();
    return path.matches(".*/v2/?") ? given.resolve(path.replaceFirst("v2/?$", "")) : given;
  }

  /** Whether it is the registry of that name: a host, maybe with a port. */
  boolean is(String registry) {
    String name = registry.toLowerCase(Locale.ROOT);
    if (HUB_NAMES.contains(name.replaceFirst(":443$", ""))) {
      return mirrorsHub;
    }
    int port = port();
    return name.equals(host(url) + ":" + port) || (usual(port) && name.equals(host(url)));
  }

  /**
   * Whether it answers 401 or 403 for what it has not: registries do so to strangers, and Docker
   * Hub to everybody, rather than say what others keep there.
   */
  boolean hides() {
    return hub || !authenticated;
  }

  /** The same where what is hidden is not there. */
  Fetch hidden(Fetch fetch) {
    return hides()
            && fetch instanceof Fetch.Failed failed
            && failed.problem().code().equals("UPSTREAM_DENIED")
        ? new Fetch.Absent(
            new Problem(404, DockerError.NAME_UNKNOWN.name(), failed.problem().message()))
        : fetch;
  }

  /** An image's name there: Docker Hub's own images have theirs behind a slash. */
  ImageName canonical(ImageName image) {
    return hub && image.value().indexOf('/') < 0 ? new ImageName("library/" + image) : image;
  }

  static String manifest(ImageName image, Reference reference) {
    return "v2/" + image + "/manifests/" + reference;
  }

  static String blob(ImageName image, String digest) {
    return "v2/" + image + "/blobs/" + digest;
  }

  /** For people. */
  String shown() {
    return Shown.of(url.getScheme() + "://" + url.getAuthority().replaceFirst("^.*@", ""));
  }

  private int port() {
    return url.getPort() >= 0 ? url.getPort() : secure() ? 443 : 80;
  }

  private boolean usual(int port) {
    return port == (secure() ? 443 : 80);
  }

  private boolean secure() {
    return "https".equalsIgnoreCase(url.getScheme());
  }

  private static String host(URI url) {
    return Optional.ofNullable(url.getHost()).orElse("").toLowerCase(Locale.ROOT);
  }

  private static URI parsed(String text) {
    try {
      URI url = served(URI.create(text.strip()));
      return url.getHost() == null ? UNKNOWN : url;
    } catch (IllegalArgumentException e) {
      return UNKNOWN; // refused where it is set
    }
  }
}
