package io.entrepot.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** A format that comes or goes touches its own bundle and no other. */
public class NoRefreshIT {

  private static final int ROUNDS = 50;
  private static final String RAW = "io.entrepot.format.raw";
  private static final String WITNESS = "io.entrepot.witness";

  private Entrepot server;
  private Path witnessed;

  @Before
  public void start() throws IOException {
    server = Entrepot.started();
    witnessed = server.data().resolve("refresh-witness");
    drop("witness.jar", witness());
    Waiting.until("the witness runs", Duration.ofSeconds(30), () -> Files.exists(witnessed));
    Waiting.until(
        "the witness sees itself started",
        Duration.ofSeconds(30),
        () -> events().contains(WITNESS + " started"));
  }

  @After
  public void stop() throws IOException {
    server.close();
  }

  @Test
  public void shouldTouchNoOtherBundleWhenFeatureComesAndGoes() throws Exception {
    String round = "feature:uninstall entrepot-format-raw\nfeature:install entrepot-format-raw";
    Requests requests = new Requests();
    requests.start();
    Command.Result result = server.shell(String.join("\n", Collections.nCopies(ROUNDS, round)));
    requests.end();

    assertThat(result.exit()).as(result.output()).isZero();
    assertThat(touched()).containsExactly(RAW);
    assertThat(events().stream().filter((RAW + " uninstalled")::equals)).hasSize(ROUNDS);
    assertThat(events().stream().filter((RAW + " started")::equals)).hasSize(ROUNDS);
    assertThat(requests.made.get()).isPositive();
    assertThat(requests.failed.get()).isZero();
  }

  @Test
  public void shouldTouchNoOtherBundleWhenJarIsDroppedAndDeleted() throws Exception {
    assertThat(server.shell("feature:uninstall entrepot-format-raw").exit()).isZero();
    Path jar = rawBundle();
    for (int round = 1; round <= 3; round++) {
      int rounds = round;
      drop("format.jar", Files.readAllBytes(jar));
      Waiting.until(
          "the dropped format is started",
          Duration.ofSeconds(30),
          () -> events().stream().filter((RAW + " started")::equals).count() == rounds);
      Files.delete(server.data().resolve("deploy/format.jar"));
      Waiting.until(
          "the deleted format is gone",
          Duration.ofSeconds(30),
          () -> events().stream().filter((RAW + " uninstalled")::equals).count() == rounds + 1);
    }
    assertThat(touched()).containsExactly(RAW);
  }

  private List<String> events() throws IOException {
    return Files.readAllLines(witnessed);
  }

  private Set<String> touched() throws IOException {
    Set<String> names = new TreeSet<>();
    events().stream().map(line -> line.replaceFirst(" .*", "")).forEach(names::add);
    names.remove(WITNESS);
    return names;
  }

  private Path rawBundle() throws IOException {
    Path bundles = server.home().resolve("system/io/entrepot/entrepot-format-raw");
    try (Stream<Path> files = Files.walk(bundles)) {
      return files.filter(file -> file.toString().endsWith(".jar")).findFirst().orElseThrow();
    }
  }

  /** As a careful operator does it: whole at once, under its name. */
  private void drop(String name, byte[] content) throws IOException {
    Path staged = server.scratch("drop").resolve(name);
    Files.write(staged, content);
    Files.move(
        staged, server.data().resolve("deploy").resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private byte[] witness() throws IOException {
    Manifest manifest = new Manifest();
    Attributes headers = manifest.getMainAttributes();
    headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.putValue("Bundle-ManifestVersion", "2");
    headers.putValue("Bundle-SymbolicName", WITNESS);
    headers.putValue("Bundle-Version", "1.0.0");
    headers.putValue("Bundle-Activator", RefreshWitness.class.getName());
    headers.putValue("Import-Package", "org.osgi.framework");
    Path jar = server.scratch("witness").resolve("witness.jar");
    String entry = RefreshWitness.class.getName().replace('.', '/') + ".class";
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest);
        InputStream code = RefreshWitness.class.getClassLoader().getResourceAsStream(entry)) {
      out.putNextEntry(new ZipEntry(entry));
      code.transferTo(out);
      out.closeEntry();
    }
    return Files.readAllBytes(jar);
  }

  /** Asks the server again and again, over connections that it keeps. */
  private final class Requests extends Thread {
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private volatile boolean ended;

    @Override
    public void run() {
      while (!ended) {
        try {
          if (server.get("/service/rest/v1/status").statusCode() != 200) {
            failed.incrementAndGet();
          }
        } catch (IOException | InterruptedException e) {
          failed.incrementAndGet();
        }
        made.incrementAndGet();
      }
    }

    private void end() throws InterruptedException {
      ended = true;
      join();
    }
  }
}
