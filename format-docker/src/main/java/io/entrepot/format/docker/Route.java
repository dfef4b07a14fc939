package io.entrepot.format.docker;

import io.entrepot.spi.blob.Digest;

/** What a request is about, parsed. */
sealed interface Route {

  /** The version check. */
  record Ping() implements Route {}

  /** Where tokens are issued. */
  record Token() implements Route {}

  /** The images of a repository. */
  record Catalog() implements Route {}

  /** The tags of an image. */
  record Tags(ImageName image) implements Route {}

  /** One manifest. */
  record Manifest(ImageName image, Reference reference) implements Route {}

  /** One blob. */
  record Blob(ImageName image, Digest digest) implements Route {}

  /** Where uploads begin. */
  record Uploads(ImageName image) implements Route {}

  /** One upload. */
  record Upload(ImageName image, String session) implements Route {}

  /** What refers to a manifest. */
  record Referrers(ImageName image, Digest subject) implements Route {}

  /** The version check of Docker's first protocol. */
  record FirstPing() implements Route {}

  /** The search of Docker's first protocol. */
  record Search() implements Route {}
}
