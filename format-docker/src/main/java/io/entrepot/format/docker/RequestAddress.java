package io.entrepot.format.docker;

import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.http.Request;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * How a client reaches a repository. On the shared ports an image is called {@code
 * <repository>/<image>}; by a port, a host name or {@code /repository/<name>/} of its own, just
 * {@code <image>}.
 */
record RequestAddress(Request request) {

  private static final String ROOT = "/v2/";

  /** Whether the repository's name is the first component of image names. */
  boolean shared() {
    String base = request.locate("v2/");
    return base.startsWith(ROOT) && base.length() > ROOT.length();
  }

  /** Whether it came by a port or a host name of the repository's own. */
  boolean own() {
    return request.locate("v2/").equals(ROOT);
  }

  /** What comes before image names in this client's eyes: {@code <repository>/} or nothing. */
  String prefix() {
    return shared() ? request.locate("v2/").substring(ROOT.length()) : "";
  }

  /** An image's name in this client's eyes. */
  String name(ImageName image) {
    return prefix() + image;
  }

  /** Where tokens for here are issued. */
  String tokens() {
    return request.origin() + (shared() ? ROOT + "token" : request.locate("v2/token"));
  }

  /** The service's name: host and port. */
  String service() {
    return request.origin().replaceFirst("^[a-z]+://", "");
  }

  String blob(ImageName image, Digest digest) {
    return request.locate("v2/" + image + "/blobs/" + digest);
  }

  String manifest(ImageName image, Digest digest) {
    return request.locate("v2/" + image + "/manifests/" + digest);
  }

  String upload(ImageName image, String session) {
    return request.locate("v2/" + image + "/blobs/uploads/" + session);
  }

  /** The {@code Link} field for the page behind an item (RFC 8288). */
  String next(String path, int size, String last) {
    return "<%s?n=%d&last=%s>; rel=\"next\""
        .formatted(request.locate(path), size, URLEncoder.encode(last, StandardCharsets.UTF_8));
  }
}
