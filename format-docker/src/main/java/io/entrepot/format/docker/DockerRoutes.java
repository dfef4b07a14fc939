package io.entrepot.format.docker;

import static io.entrepot.spi.http.Method.DELETE;
import static io.entrepot.spi.http.Method.GET;
import static io.entrepot.spi.http.Method.HEAD;
import static io.entrepot.spi.http.Method.PATCH;
import static io.entrepot.spi.http.Method.POST;
import static io.entrepot.spi.http.Method.PUT;

import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Method;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.ProblemException;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.security.Action;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** All routes of the format, in one table (OCI distribution-spec §Endpoints). */
final class DockerRoutes {

  /** What a path's variable parts become; may refuse them. */
  private interface Parser {
    Route parse(Method method, Matcher match) throws IOException;
  }

  private record Line(
      Pattern pattern, String word, Map<Method, Set<Action>> methods, Parser parser) {
    Matcher match(String path) {
      return pattern.matcher(path);
    }

    /** What every path that fits has in it: looked for first, it spares most of the matching. */
    boolean mayFit(String path) {
      return path.contains(word);
    }
  }

  /** The lists of images. */
  private static final String CATALOG = "v2/_catalog";

  private static final String SEARCH = "v1/search";

  private static final Set<Action> NOTHING = Set.of();
  private static final Set<Action> BROWSE = Set.of(Action.BROWSE);
  private static final Set<Action> READ = Set.of(Action.READ);
  private static final Set<Action> ADD = Set.of(Action.ADD);
  private static final Set<Action> REMOVE = Set.of(Action.DELETE);

  // Nothing is required where the route itself looks who asks. The first line that fits counts.
  private static final List<Line> TABLE =
      List.of(
          // end-1
          line("v2/?", Map.of(GET, NOTHING, HEAD, NOTHING), fixed(new Route.Ping())),
          // Docker's token protocol
          line("v2/token", Map.of(GET, NOTHING, POST, NOTHING), fixed(new Route.Token())),
          line(CATALOG, Map.of(GET, READ, HEAD, READ), fixed(new Route.Catalog())),
          // end-8a, end-8b
          line(
              "v2/(.+)/tags/list",
              Map.of(GET, READ, HEAD, READ),
              (method, path) -> new Route.Tags(image(path))),
          // end-3, end-7, end-9
          line(
              "v2/(.+)/manifests/([^/]+)",
              Map.of(GET, READ, HEAD, READ, PUT, ADD, DELETE, REMOVE),
              (method, path) -> new Route.Manifest(image(path), reference(method, path.group(2)))),
          // end-4a, end-4b, end-11
          line(
              "v2/(.+)/blobs/uploads/?",
              Map.of(POST, ADD),
              (method, path) -> new Route.Uploads(image(path))),
          // end-5, end-6, end-13, and giving up
          line(
              "v2/(.+)/blobs/uploads/([^/]+)",
              Map.of(GET, ADD, HEAD, ADD, PATCH, ADD, PUT, ADD, DELETE, ADD),
              (method, path) -> new Route.Upload(image(path), path.group(2))),
          // end-2, end-10
          line(
              "v2/(.+)/blobs/([^/]+)",
              Map.of(GET, READ, HEAD, READ, DELETE, REMOVE),
              (method, path) -> new Route.Blob(image(path), Digests.parse(path.group(2)))),
          // end-12a, end-12b
          line(
              "v2/(.+)/referrers/([^/]+)",
              Map.of(GET, READ, HEAD, READ),
              (method, path) -> new Route.Referrers(image(path), Digests.parse(path.group(2)))),
          // Docker's first protocol, for docker search
          line("v1/_ping", Map.of(GET, NOTHING, HEAD, NOTHING), fixed(new Route.FirstPing())),
          line(SEARCH, Map.of(GET, READ, HEAD, READ), fixed(new Route.Search())));

  private DockerRoutes() {}

  /** Whether a path is the protocol's. What is not can be browsed. */
  static boolean covers(String path) {
    return path.equals("v2")
        || path.equals("v1")
        || path.startsWith("v2/")
        || path.startsWith("v1/");
  }

  /** What one must be allowed to do for a request; reading, where it makes no sense. */
  static Set<Action> required(Request request) {
    if (!covers(request.path())) {
      return request.path().isEmpty() || request.path().endsWith("/") ? BROWSE : READ;
    }
    for (Line line : TABLE) {
      if (line.mayFit(request.path()) && line.match(request.path()).matches()) {
        return line.methods.getOrDefault(request.method(), READ);
      }
    }
    return READ;
  }

  /** Whether a request is to change something, or about something that is being changed. */
  static boolean writes(Request request) {
    for (Line line : TABLE) {
      if (line.mayFit(request.path()) && line.match(request.path()).matches()) {
        Set<Action> needed = line.methods.getOrDefault(request.method(), NOTHING);
        return needed == ADD || needed == REMOVE;
      }
    }
    return false;
  }

  /** Whether a path is a list of images. */
  static boolean listsImages(String path) {
    return path.equals(CATALOG) || path.equals(SEARCH);
  }

  /** What a path has where an image's name belongs, well-formed or not. */
  static Optional<String> imagePart(String path) {
    for (Line line : TABLE) {
      Matcher match = line.match(path);
      if (line.mayFit(path) && match.matches()) {
        return match.groupCount() == 0 ? Optional.empty() : Optional.of(match.group(1));
      }
    }
    return Optional.empty();
  }

  /**
   * What a request is about.
   *
   * @throws ProblemException if the path is none of the protocol's, the method does not belong to
   *     it, or a part of it is malformed
   */
  static Route of(Request request) throws IOException {
    for (Line line : TABLE) {
      Matcher match = line.match(request.path());
      if (line.mayFit(request.path()) && match.matches()) {
        if (!line.methods.containsKey(request.method())) {
          throw notAllowed(request.method(), line.methods.keySet());
        }
        return line.parser.parse(request.method(), match);
      }
    }
    throw DockerError.NAME_UNKNOWN.because(
        "'" + Shown.of(request.path()) + "' is no address of the registry protocol");
  }

  /** A refusal of a method: 405 with the methods that would do. */
  static ProblemException notAllowed(Method method, Set<Method> allowed) {
    String names = allowed.stream().sorted().map(Method::name).collect(Collectors.joining(", "));
    return new Problem(
            DockerError.UNSUPPORTED.status(),
            DockerError.UNSUPPORTED.name(),
            method + " cannot be done here, only " + names,
            Headers.of("Allow", names))
        .asException();
  }

  /**
   * The image that a route is about.
   *
   * @throws IllegalArgumentException if it is about none
   */
  static ImageName image(Route route) {
    if (route instanceof Route.Manifest manifest) {
      return manifest.image();
    }
    if (route instanceof Route.Blob blob) {
      return blob.image();
    }
    if (route instanceof Route.Uploads uploads) {
      return uploads.image();
    }
    if (route instanceof Route.Upload upload) {
      return upload.image();
    }
    throw new IllegalArgumentException("no image: " + route);
  }

  private static ImageName image(Matcher path) throws ProblemException {
    String name = path.group(1);
    if (!ImageName.wellFormed(name)) {
      throw DockerError.NAME_INVALID.because(
          "'"
              + Shown.of(name)
              + "' is not an image name: components of a-z and 0-9, parted by one of . _ __ -,"
              + " joined by slashes, at most 255 characters");
    }
    return new ImageName(name);
  }

  private static Reference reference(Method method, String text) throws ProblemException {
    if (text.indexOf(':') >= 0) {
      return new Reference.ByDigest(Digests.parse(text));
    }
    if (Tag.wellFormed(text)) {
      return new Reference.ByTag(new Tag(text));
    }
    String sentence = "'" + Shown.of(text) + "' is neither a tag nor a digest";
    // What cannot be is not there: only a push is told that the name is wrong.
    throw method == PUT
        ? DockerError.MANIFEST_INVALID.because(sentence)
        : DockerError.MANIFEST_UNKNOWN.because(sentence);
  }

  private static Line line(String regex, Map<Method, Set<Action>> methods, Parser parser) {
    String behind = regex.substring(regex.indexOf(')') + 1);
    String word = behind.substring(0, Math.max(behind.indexOf('/', 1), 0));
    return new Line(Pattern.compile(regex), word, new EnumMap<>(methods), parser);
  }

  private static Parser fixed(Route route) {
    return (method, path) -> route;
  }
}
