package io.entrepot.spi.blob;

import java.util.OptionalLong;
import java.util.Set;

/**
 * What is known of an upload before its first byte.
 *
 * @param size the length the client announced, in bytes
 * @param digests checksums to compute while the bytes stream by, beside SHA-256
 * @param label what the format binds the session to (an image name, say); given back by {@link
 *     BlobUpload#label()}; may be empty
 */
public record UploadHint(OptionalLong size, Set<DigestAlgorithm> digests, String label) {

  public UploadHint {
    digests = Set.copyOf(digests);
  }

  /** Nothing is known. */
  public static UploadHint none() {
    return new UploadHint(OptionalLong.empty(), Set.of(), "");
  }

  /** The same with the length the client announced, if it did. */
  public UploadHint sized(OptionalLong announced) {
    return new UploadHint(announced, digests, label);
  }

  /** The same, computing those checksums too. */
  public UploadHint digesting(DigestAlgorithm... more) {
    return new UploadHint(size, Set.of(more), label);
  }

  /** The same, bound to a label. */
  public UploadHint labelled(String newLabel) {
    return new UploadHint(size, digests, newLabel);
  }
}
