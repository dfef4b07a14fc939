package io.entrepot.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** The distribution holds what runs, and nothing else. */
public class ContentsIT {

  /** On class paths of the launcher's making. */
  private static final Pattern STARTED_FROM =
      Pattern.compile(
          "org/apache/karaf/org\\.apache\\.karaf\\.client/.*"
              + "|org/apache/felix/org\\.apache\\.felix\\.framework/.*");

  /**
   * Parts of Karaf's features that are not installed here: the resolver reads them all the same,
   * and without them nothing is resolved.
   */
  private static final Set<String> READ_TO_RESOLVE =
      Set.of(
          "org.apache.felix.inventory",
          "org.apache.felix.webconsole.plugins.ds",
          "org.apache.karaf.deployer.blueprint",
          "org.apache.karaf.deployer.kar",
          "org.apache.karaf.deployer.wrap",
          "org.apache.karaf.jaas.boot",
          "org.apache.karaf.jaas.command",
          "org.apache.karaf.scr.management",
          "org.apache.karaf.shell.groovy",
          "org.apache.servicemix.specs.jaxb-api-2.2");

  /** A line of bundle:list: id, state, start level, version, location. */
  private static final Pattern BUNDLE =
      Pattern.compile("\\s*\\d+\\s+(\\w+)\\s+\\d+\\s+\\S+\\s+(\\S+)\\s*");

  private static final Pattern MAVEN = Pattern.compile("(?:mvn:)([^/]+)/([^/]+)/([^/]+)");

  private Entrepot server;

  @Before
  public void start() throws IOException {
    server = Entrepot.started();
  }

  @After
  public void stop() throws IOException {
    server.close();
  }

  @Test
  public void shouldHoldOnlyBundlesThatAreWired() throws IOException {
    Set<String> wired = wired();
    Path system = server.home().resolve("system");
    Set<String> unused = new TreeSet<>();
    try (Stream<Path> files = Files.walk(system)) {
      files
          .map(file -> system.relativize(file).toString())
          .filter(file -> file.endsWith(".jar"))
          .filter(file -> !STARTED_FROM.matcher(file).matches())
          .filter(file -> !wired.contains(file))
          .filter(file -> !READ_TO_RESOLVE.contains(artifact(file)))
          .forEach(unused::add);
    }
    assertThat(wired).isNotEmpty();
    assertThat(unused).isEmpty();
  }

  @Test
  public void shouldKeepUnpackedFolderAsItWas() throws IOException {
    List<Path> changed;
    try (Stream<Path> files = Files.walk(server.home())) {
      changed =
          files
              .filter(Files::isRegularFile)
              .filter(file -> modified(file).isAfter(modified(server.data().resolve("etc"))))
              .toList();
    }
    assertThat(changed).isEmpty();
  }

  /** Of {@code group/artifact/version/file}. */
  private static String artifact(String file) {
    return Path.of(file).getParent().getParent().getFileName().toString();
  }

  private static Instant modified(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Paths below {@code system} of the bundles that are active, or fragments of such. */
  private Set<String> wired() {
    Command.Result list = server.shell("bundle:list -t 0 -l --no-format --no-ellipsis");
    assertThat(list.exit()).as(list.output()).isZero();
    return list.output()
        .lines()
        .map(line -> line.replaceAll("\u001b\\[[0-9;]*m", ""))
        .map(BUNDLE::matcher)
        .filter(line -> line.matches() && line.group(1).matches("Active|Resolved"))
        .map(line -> path(line.group(2)))
        .collect(Collectors.toSet());
  }

  private static String path(String location) {
    var maven = MAVEN.matcher(location);
    if (maven.matches()) {
      return "%s/%s/%s/%s-%s.jar"
          .formatted(
              maven.group(1).replace('.', '/'),
              maven.group(2),
              maven.group(3),
              maven.group(2),
              maven.group(3));
    }
    return location.replaceFirst(".*/system/", "");
  }
}
