package io.entrepot.bench;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Images of one layer, each other than all before, pushed as clients do it: for a blob HEAD, POST,
 * PATCH, PUT; then the manifest.
 */
final class Images {

  static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar";

  private static final AtomicLong SERIAL = new AtomicLong(System.nanoTime());

  /**
   * An image.
   *
   * @param name with the repository in front, where a server has several
   */
  record Image(String name, String tag, Blob layer, Blob config, String manifest) {

    /** The digest of its manifest. */
    String digest() {
      return Images.digest(manifest.getBytes(Texts.CHARSET));
    }
  }

  /** A blob and its digest. */
  static final class Blob {
    final byte[] bytes;
    final String digest;

    Blob(byte[] bytes) {
      this.bytes = bytes;
      this.digest = Images.digest(bytes);
    }
  }

  private final byte[] pattern;

  /**
   * A maker of images.
   *
   * @param size of the layer, in bytes
   */
  Images(int size) {
    pattern = new byte[size];
    new Random(1).nextBytes(pattern);
  }

  /** A new image; its layer is good until the next one is made. */
  Image next(String name, String tag) {
    return image(name, tag, pattern);
  }

  /** A new image whose layer is its own. */
  Image copy(String name, String tag) {
    return image(name, tag, pattern.clone());
  }

  private static Image image(String name, String tag, byte[] layer) {
    long serial = SERIAL.incrementAndGet();
    byte[] mark = Long.toHexString(serial).getBytes(Texts.CHARSET);
    System.arraycopy(mark, 0, layer, 0, mark.length);
    Blob blob = new Blob(layer);
    Blob config =
        new Blob(
            "{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{\"Labels\":{\"serial\":\"%d\"}},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"%s\"]}}"
                .formatted(serial, blob.digest)
                .getBytes(Texts.CHARSET));
    String manifest =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d},\"layers\":[{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}]}"
            .formatted(
                MANIFEST,
                CONFIG,
                config.digest,
                config.bytes.length,
                LAYER,
                blob.digest,
                layer.length);
    return new Image(name, tag, blob, config, manifest);
  }

  /** Pushes it. */
  static void push(Connection connection, Image image) throws IOException {
    for (Blob blob : List.of(image.layer(), image.config())) {
      String blobs = "/v2/" + image.name() + "/blobs/";
      connection.request("HEAD", blobs + blob.digest).expect(404);
      String session = connection.request("POST", blobs + "uploads/").expect(202).location();
      String next =
          connection
              .request("PATCH", session, "application/octet-stream", blob.bytes)
              .expect(202)
              .location();
      String end = next + (next.indexOf('?') < 0 ? "?" : "&") + "digest=" + blob.digest;
      connection.request("PUT", end).expect(201);
    }
    connection
        .request(
            "PUT",
            "/v2/" + image.name() + "/manifests/" + image.tag(),
            MANIFEST,
            image.manifest().getBytes(Texts.CHARSET))
        .expect(201);
  }

  private static String digest(byte[] bytes) {
    try {
      return "sha256:"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
