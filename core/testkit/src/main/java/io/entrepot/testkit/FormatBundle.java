package io.entrepot.testkit;

import io.entrepot.spi.format.Format;
import io.entrepot.spi.http.IoFunction;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * Makes a bundle out of a format's classes, at test time: a jar that can be dropped into {@code
 * deploy/}. It imports every package of the SPI in the range that a format is good for ({@code
 * [1.0,2)}) and has the format as a declarative service. The format needs a public constructor
 * without parameters; its classes may use nothing but the SPI and the JDK's {@code java} packages.
 * Immutable: each step gives another.
 *
 * @param symbolicName the bundle's name
 * @param version the bundle's version, such as {@code 1.0.0}
 * @param format the class that is the service
 * @param others further classes that go along, each with the classes nested in it
 */
public record FormatBundle(
    String symbolicName, String version, Class<? extends Format> format, List<Class<?>> others) {

  /** Exported packages with their versions, past other directives and quoted lists. */
  private static final Pattern EXPORT =
      Pattern.compile(
          "(io\\.entrepot\\.spi(?:\\.\\w+)+)(?:;[^,;\"]*(?:\"[^\"]*\")?)*?;version=\"?(\\d+)\\.(\\d+)");

  public FormatBundle {
    if (!symbolicName.matches("[\\w-]+(\\.[\\w-]+)*")) {
      throw new IllegalArgumentException("'" + symbolicName + "' is not a symbolic name");
    }
    if (!version.matches("\\d+(\\.\\d+(\\.\\d+(\\.[\\w-]+)?)?)?")) {
      throw new IllegalArgumentException("'" + version + "' is not a bundle's version");
    }
    others = List.copyOf(others);
  }

  /** A bundle of that format, named after its class, version 1.0.0. */
  public static FormatBundle of(Class<? extends Format> format) {
    return new FormatBundle(format.getName().replace('$', '-'), "1.0.0", format, List.of());
  }

  /** The same under another name. */
  public FormatBundle named(String newName) {
    return new FormatBundle(newName, version, format, others);
  }

  /** The same in another version. */
  public FormatBundle version(String newVersion) {
    return new FormatBundle(symbolicName, newVersion, format, others);
  }

  /** The same with more classes, each with the classes nested in it. */
  public FormatBundle with(Class<?>... more) {
    List<Class<?>> all = new ArrayList<>(others);
    all.addAll(List.of(more));
    return new FormatBundle(symbolicName, version, format, all);
  }

  /**
   * Writes the jar: complete under its own name only when it is complete, so that a server that
   * watches the folder never finds half of it.
   *
   * @return the same path
   */
  public Path writeTo(Path jar) throws IOException {
    Path half = jar.resolveSibling("." + jar.getFileName() + ".part");
    try (OutputStream file = Files.newOutputStream(half);
        JarOutputStream out = new JarOutputStream(file, manifest())) {
      for (Map.Entry<String, byte[]> entry : entries().entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
        out.closeEntry();
      }
    }
    return Files.move(half, jar);
  }

  private Manifest manifest() throws IOException {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Bundle-ManifestVersion", "2");
    main.putValue("Bundle-SymbolicName", symbolicName);
    main.putValue("Bundle-Version", version);
    main.putValue("Import-Package", imports());
    main.putValue("Service-Component", descriptor());
    main.putValue(
        "Require-Capability",
        "osgi.extender;filter:=\"(&(osgi.extender=osgi.component)(version>=1.3.0)(!(version>=2.0.0)))\","
            + "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=17))\"");
    main.putValue(
        "Provide-Capability",
        "osgi.service;objectClass:List<String>=\"" + Format.class.getName() + "\"");
    return manifest;
  }

  private Map<String, byte[]> entries() throws IOException {
    Map<String, byte[]> entries = new TreeMap<>();
    entries.put(descriptor(), component().getBytes(StandardCharsets.UTF_8));
    addClasses(format, entries);
    for (Class<?> other : others) {
      addClasses(other, entries);
    }
    return entries;
  }

  private String descriptor() {
    return "OSGI-INF/" + format.getName() + ".xml";
  }

  private String component() {
    return """
        <?xml version="1.0" encoding="UTF-8"?>
        <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="%1$s">
          <implementation class="%1$s"/>
          <service>
            <provide interface="%2$s"/>
          </service>
        </scr:component>
        """
        .formatted(format.getName(), Format.class.getName());
  }

  /** What the SPI exports, each package up to its next incompatible version. */
  private static String imports() throws IOException {
    List<String> imports = new ArrayList<>();
    Matcher exports = EXPORT.matcher(exportsOfSpi());
    while (exports.find()) {
      int major = Integer.parseInt(exports.group(2));
      imports.add(
          "%s;version=\"[%d.%s,%d)\""
              .formatted(exports.group(1), major, exports.group(3), major + 1));
    }
    if (imports.isEmpty()) {
      throw new IOException("the SPI's manifest exports no packages");
    }
    return String.join(",", imports);
  }

  private static String exportsOfSpi() throws IOException {
    return inside(
        Format.class,
        root -> {
          try (InputStream in = Files.newInputStream(root.resolve("META-INF/MANIFEST.MF"))) {
            return String.valueOf(new Manifest(in).getMainAttributes().getValue("Export-Package"));
          }
        });
  }

  /** The class and those nested in it, anonymous ones too: {@code X}, {@code X$Y}, {@code X$1}. */
  private static void addClasses(Class<?> type, Map<String, byte[]> entries) throws IOException {
    String folder = type.getPackageName().replace('.', '/');
    String name = type.getName().substring(type.getPackageName().length() + 1);
    inside(
        type,
        root -> {
          try (Stream<Path> files = Files.list(root.resolve(folder))) {
            for (Path file : files.toList()) {
              String fileName = file.getFileName().toString();
              if (fileName.equals(name + ".class")
                  || (fileName.startsWith(name + "$") && fileName.endsWith(".class"))) {
                entries.put(folder + "/" + fileName, Files.readAllBytes(file));
              }
            }
          }
          return type;
        });
  }

  /** Looks into the folder or the jar that a class comes from. */
  private static <T> T inside(Class<?> type, IoFunction<Path, T> look) throws IOException {
    Path source;
    try {
      source = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
    if (Files.isDirectory(source)) {
      return look.apply(source);
    }
    try (FileSystem jar = FileSystems.newFileSystem(source)) {
      return look.apply(jar.getPath("/"));
    }
  }
}
