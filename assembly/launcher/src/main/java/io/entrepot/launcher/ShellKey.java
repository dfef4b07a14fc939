package io.entrepot.launcher;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.Set;

/**
 * The key with which {@code bin/entrepot client} signs in to the shell: whoever may read the data
 * folder's keys owns the server. RSA, because Karaf compares half of all EC keys wrongly.
 */
final class ShellKey {
  /** The shell's name for the owner of the data folder. */
  static final String USER = "owner";

  private static final int BITS = 2048;
  private static final String ROLES = "_g_:owners";
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----\n";
  private static final String END = "\n-----END PRIVATE KEY-----\n";

  private final Path keys;

  ShellKey(Path keys) {
    this.keys = keys;
  }

  /** The private key: PKCS#8 in PEM, readable by its owner alone. */
  Path file() {
    return keys.resolve("shell-client.pem");
  }

  /**
   * Makes the key if there is none, and lets it in.
   *
   * @param authorized the shell's list of public keys: written anew
   */
  void prepare(Path authorized) throws IOException {
    try {
      RSAPrivateCrtKey key = Files.exists(file()) ? read() : create();
      RSAPublicKey publicKey =
          (RSAPublicKey)
              KeyFactory.getInstance("RSA")
                  .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
      Files.writeString(
          authorized,
          USER
              + " = "
              + Base64.getEncoder().encodeToString(encoded(publicKey))
              + ","
              + ROLES
              + "\n_g_\\:owners = group,admin,manager,viewer,systembundles,ssh\n");
    } catch (GeneralSecurityException e) {
      throw new IOException(file() + " is no RSA key: " + e.getMessage(), e);
    }
  }

  private RSAPrivateCrtKey read() throws IOException, GeneralSecurityException {
    String pem = Files.readString(file());
    String body = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    try {
      byte[] bytes = Base64.getDecoder().decode(body);
      return (RSAPrivateCrtKey)
          KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(bytes));
    } catch (IllegalArgumentException | ClassCastException e) {
      throw new GeneralSecurityException("not in PEM", e);
    }
  }

  private RSAPrivateCrtKey create() throws IOException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(BITS);
    RSAPrivateCrtKey key = (RSAPrivateCrtKey) generator.generateKeyPair().getPrivate();
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
    Path staged = keys.resolve("shell-client.pem.new");
    Files.deleteIfExists(staged);
    try (var channel =
        Files.newByteChannel(
            staged,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      channel.write(StandardCharsets.US_ASCII.encode(BEGIN + body + END));
    }
    Files.move(staged, file(), StandardCopyOption.ATOMIC_MOVE);
    return key;
  }

  /** As in RFC 4253 §6.6: each part after its length. */
  private static byte[] encoded(RSAPublicKey key) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    for (byte[] part :
        new byte[][] {
          "ssh-rsa".getBytes(StandardCharsets.US_ASCII),
          key.getPublicExponent().toByteArray(),
          key.getModulus().toByteArray()
        }) {
      out.writeInt(part.length);
      out.write(part);
    }
    return bytes.toByteArray();
  }
}
