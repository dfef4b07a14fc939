import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.cyclonedx.Version;
import org.cyclonedx.generators.BomGeneratorFactory;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.Hash;
import org.cyclonedx.model.Metadata;

/**
 * Writes the CycloneDX bill of materials of an unpacked distribution: of the jars that are in it, not
 * of what a build file says. Run by the build: {@code Sbom FOLDER VERSION TIMESTAMP OUTPUT}.
 *
 * <p>A jar's coordinates are its path in {@code system/}, laid out as a Maven repository, or its own
 * {@code pom.properties}. Libraries that a bundle of ours has inside stand in its manifest, as
 * {@code Embedded-Artifacts: group:artifact:version, …}.
 */
public final class Sbom {

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    Bom bom = new Bom();
    Metadata metadata = new Metadata();
    metadata.setTimestamp(Date.from(Instant.parse(arguments[2])));
    metadata.setComponent(
        component(Component.Type.APPLICATION, "io.entrepot", "entrepot", arguments[1]));
    bom.setMetadata(metadata);
    MessageDigest all = MessageDigest.getInstance("SHA-256");
    for (Path jar : jars(folder)) {
      Component component = describe(folder, jar);
      component.addHash(new Hash(Hash.Algorithm.SHA_256, sha256(jar)));
      all.update(component.getHashes().get(0).getValue().getBytes());
      if (bom.getComponents() == null
          || bom.getComponents().stream()
              .noneMatch(known -> known.getPurl().equals(component.getPurl()))) {
        bom.addComponent(component);
      }
    }
    bom.setSerialNumber("urn:uuid:" + UUID.nameUUIDFromBytes(all.digest()));
    Files.writeString(
        Path.of(arguments[3]), BomGeneratorFactory.createJson(Version.VERSION_16, bom).toJsonString());
  }

  private static List<Path> jars(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }

  private static Component describe(Path folder, Path jar) throws IOException {
    Path system = folder.resolve("system");
    if (jar.startsWith(system)) {
      Path version = jar.getParent();
      Path artifact = version.getParent();
      Component component =
          component(
              Component.Type.LIBRARY,
              system.relativize(artifact.getParent()).toString().replace('/', '.'),
              artifact.getFileName().toString(),
              version.getFileName().toString());
      embedded(jar).forEach(component::addComponent);
      return component;
    }
    Properties maven = maven(jar).orElseThrow(() -> new IOException(jar + " has no coordinates"));
    return component(
        Component.Type.LIBRARY,
        maven.getProperty("groupId"),
        maven.getProperty("artifactId"),
        maven.getProperty("version"));
  }

  /** The properties of the artifact whose name the file has: others may be inside too. */
  private static Optional<Properties> maven(Path file) throws IOException {
    try (JarFile jar = new JarFile(file.toFile())) {
      for (var entry : jar.stream().filter(e -> e.getName().endsWith("/pom.properties")).toList()) {
        Properties properties = new Properties();
        try (InputStream in = jar.getInputStream(entry)) {
          properties.load(in);
        }
        if (file.getFileName().toString().startsWith(properties.getProperty("artifactId"))) {
          return Optional.of(properties);
        }
      }
    }
    return Optional.empty();
  }

  private static List<Component> embedded(Path file) throws IOException {
    try (JarFile jar = new JarFile(file.toFile())) {
      String header = jar.getManifest().getMainAttributes().getValue("Embedded-Artifacts");
      return Stream.of((header == null ? "" : header).split("[,\\s]+"))
          .filter(artifact -> !artifact.isEmpty())
          .map(artifact -> artifact.split(":"))
          .map(part -> component(Component.Type.LIBRARY, part[0], part[1], part[2]))
          .toList();
    }
  }

  private static Component component(Component.Type type, String group, String name, String version) {
    Component component = new Component();
    component.setType(type);
    component.setGroup(group);
    component.setName(name);
    component.setVersion(version);
    component.setPurl("pkg:maven/%s/%s@%s".formatted(group, name, version));
    component.setBomRef(component.getPurl());
    return component;
  }

  private static String sha256(Path file) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }
}
