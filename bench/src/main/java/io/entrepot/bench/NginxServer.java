package io.entrepot.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** nginx over a folder of files, over HTTP and HTTPS, each with and without {@code sendfile}. */
final class NginxServer implements AutoCloseable {

  /** Its variants. */
  static final List<String> VARIANTS = List.of("sendfile on", "sendfile off");

  private final Path files;
  private final int[] http = {Ports.free(), Ports.free()};
  private final int[] https = {Ports.free(), Ports.free()};
  private final int throttled = Ports.free();
  private final Program program;

  NginxServer(Path folder) throws IOException, InterruptedException {
    files = Files.createDirectories(folder.resolve("files"));
    Path key = folder.resolve("key.pem");
    Path certificate = folder.resolve("certificate.pem");
    // The same kind of key that Entrepot makes for itself.
    Program.run(
        List.of(
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-subj",
            "/CN=localhost",
            "-keyout",
            key.toString(),
            "-out",
            certificate.toString()));
    Path configuration = folder.resolve("nginx.conf");
    Files.writeString(
        configuration,
        new String(Texts.resource("nginx.conf"), Texts.CHARSET)
            .replace("@folder@", folder.toString())
            .replace("@throttled@", Integer.toString(throttled))
            .replace("@http-sendfile@", Integer.toString(http[0]))
            .replace("@http-plain@", Integer.toString(http[1]))
            .replace("@https-sendfile@", Integer.toString(https[0]))
            .replace("@https-plain@", Integer.toString(https[1])));
    program =
        Program.start(
            "nginx",
            folder.resolve("console.log"),
            Map.of("PATH", System.getenv("PATH") + ":/usr/sbin:/sbin"),
            List.of("/usr/sbin/nginx", "-p", folder.toString(), "-c", configuration.toString()));
    program.awaitPort(https[1]);
  }

  /** Puts a file where it serves it. */
  void put(String name, byte[] body) throws IOException {
    Files.write(files.resolve(name), body);
  }

  String url(String variant, String name) {
    return "http://127.0.0.1:" + http[VARIANTS.indexOf(variant)] + "/" + name;
  }

  /** The same files at 40 MB a second; the large one under any name below {@code cold/}. */
  String throttled(String name) {
    return "http://127.0.0.1:" + throttled + "/" + name;
  }

  String secureUrl(String variant, String name) {
    return "https://127.0.0.1:" + https[VARIANTS.indexOf(variant)] + "/" + name;
  }

  @Override
  public void close() throws IOException {
    program.close();
  }
}
