package io.entrepot.engine.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * Where the local authority lies.
 *
 * <pre>
 * tls/
 *   ca.key       PKCS#8 PEM, mode 0600
 *   ca.crt       what clients are told to trust
 *   ca.crt.new   there only between the two renames of a renewal that was cut off
 * </pre>
 */
final class AuthorityFiles {
  static final String KEY_FILE = "ca.key";
  static final String CERTIFICATE_FILE = "ca.crt";
  private static final String NEXT_CERTIFICATE_FILE = "ca.crt.new";

  private AuthorityFiles() {}

  /**
   * Loads the authority; empty if none was ever made here.
   *
   * @throws IOException if a file is missing or unreadable, or the two do not belong together
   */
  static Optional<LocalAuthority> load(PrivateFolder folder) throws IOException {
    Optional<byte[]> keyPem = folder.read(KEY_FILE);
    Optional<byte[]> nextPem = folder.read(NEXT_CERTIFICATE_FILE);
    if (keyPem.isPresent() && nextPem.isPresent()) {
      finishRenewal(folder, keyPem.get(), nextPem.get());
    }
    Optional<byte[]> certificatePem = folder.read(CERTIFICATE_FILE);
    if (certificatePem.isEmpty()) {
      // A key alone never signed anything that a client has seen.
      return Optional.empty();
    }
    if (keyPem.isEmpty()) {
      throw new IOException(
          folder.path(KEY_FILE)
              + " is missing beside "
              + CERTIFICATE_FILE
              + ": put it back, or delete "
              + CERTIFICATE_FILE
              + " to have a new authority made");
    }
    return Optional.of(parse(folder, keyPem.get(), certificatePem.get()));
  }

  /** Makes a new authority for these names and stores it, replacing the old one. */
  static LocalAuthority create(PrivateFolder folder, ServerNames names, Instant now)
      throws IOException {
    LocalAuthority made = LocalAuthority.make(names, now);
    byte[] pem = made.certificatePem().getBytes(StandardCharsets.US_ASCII);
    // The certificate first, under another name: a crash after any step leaves a matching pair.
    folder.write(NEXT_CERTIFICATE_FILE, pem, PrivateFolder.READABLE);
    byte[] keyPem =
        Certificates.pem("PRIVATE KEY", made.key().getEncoded())
            .getBytes(StandardCharsets.US_ASCII);
    folder.write(KEY_FILE, keyPem, PrivateFolder.OWNER_ONLY);
    folder.rename(NEXT_CERTIFICATE_FILE, CERTIFICATE_FILE);
    return made;
  }

  private static void finishRenewal(PrivateFolder folder, byte[] keyPem, byte[] nextPem)
      throws IOException {
    try {
      parse(folder, keyPem, nextPem);
      folder.rename(NEXT_CERTIFICATE_FILE, CERTIFICATE_FILE);
    } catch (IOException e) {
      // Its key never came: the old pair is whole.
      folder.delete(NEXT_CERTIFICATE_FILE);
    }
  }

  private static LocalAuthority parse(PrivateFolder folder, byte[] keyPem, byte[] certificatePem)
      throws IOException {
    try {
      KeyMaterial material = PemPair.parse(keyPem, certificatePem, "");
      return new LocalAuthority(material.key(), material.certificate());
    } catch (RefusedException | IOException e) {
      throw new IOException(
          "the local authority in "
              + folder.path(CERTIFICATE_FILE)
              + " and "
              + KEY_FILE
              + " cannot be used: "
              + e.getMessage(),
          e);
    }
  }
}
