package io.entrepot.engine.tls;

import io.entrepot.engine.admin.CertificateView;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The operator's own certificate as it lies in the folder at one moment, each file read once so
 * that what was judged is what serves.
 *
 * <pre>
 * tls/
 *   server.crt + server.key                  PEM: certificate (and its chain), private key
 *   server.p12 | server.pfx | server.jks     or a key store with one private key
 *   server.password                          of the encrypted key or the store, one line
 * </pre>
 *
 * @param contents by file name; a file that is absent has no entry
 * @param problems files that are there and cannot be read: the reason by file name
 */
record OperatorFiles(Map<String, byte[]> contents, Map<String, String> problems) {
  static final String CERTIFICATE = "server.crt";
  static final String KEY = "server.key";
  static final String PASSWORD = "server.password";
  private static final List<String> STORES = List.of("server.p12", "server.pfx", "server.jks");

  /** Far above any chain; keeps a misplaced file out of memory. */
  private static final int LARGEST_FILE = 1 << 20;

  OperatorFiles {
    contents = Collections.unmodifiableMap(new TreeMap<>(contents));
    problems = Collections.unmodifiableMap(new TreeMap<>(problems));
  }

  static OperatorFiles read(Path folder) {
    Map<String, byte[]> contents = new TreeMap<>();
    Map<String, String> problems = new TreeMap<>();
    List<String> names = new ArrayList<>(List.of(CERTIFICATE, KEY, PASSWORD));
    names.addAll(STORES);
    for (String name : names) {
      try (InputStream in = Files.newInputStream(folder.resolve(name))) {
        byte[] content = in.readNBytes(LARGEST_FILE + 1);
        if (content.length > LARGEST_FILE) {
          problems.put(name, "is larger than 1 MiB");
        } else {
          contents.put(name, content);
        }
      } catch (NoSuchFileException e) {
        // Absent: most of them are.
      } catch (IOException e) {
        problems.put(name, "cannot be read: " + e);
      }
    }
    return new OperatorFiles(contents, problems);
  }

  /** The same text for the same files with the same content. */
  String state() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      StringBuilder state = new StringBuilder(problems.toString());
      for (Map.Entry<String, byte[]> file : contents.entrySet()) {
        String sum = HexFormat.of().formatHex(digest.digest(file.getValue()));
        state.append(' ').append(file.getKey()).append(' ').append(sum);
      }
      return state.toString();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("SHA-256 is missing", e);
    }
  }

  /**
   * The certificate to serve; empty if the operator put none here.
   *
   * @throws RefusedException if it cannot serve; the message names the file
   */
  Optional<KeyMaterial> material(Instant now) throws RefusedException {
    List<String> present = new ArrayList<>(contents.keySet());
    present.addAll(problems.keySet());
    present.remove(PASSWORD);
    if (present.isEmpty()) {
      return Optional.empty();
    }
    for (Map.Entry<String, String> problem : problems.entrySet()) {
      throw new RefusedException(problem.getKey() + " " + problem.getValue());
    }
    boolean pem = present.contains(CERTIFICATE) || present.contains(KEY);
    List<String> stores = present.stream().filter(STORES::contains).toList();
    if (stores.size() + (pem ? 1 : 0) > 1) {
      Collections.sort(present);
      throw new RefusedException(
          "there is more than one certificate: " + String.join(", ", present) + "; keep one");
    }
    String name = pem ? CERTIFICATE : stores.get(0);
    try {
      KeyMaterial material = pem ? pemPair() : store(name);
      Chains.check(material, now);
      return Optional.of(material);
    } catch (RefusedException e) {
      String files = pem ? CERTIFICATE + " with " + KEY : name;
      throw new RefusedException(files + ": " + e.getMessage(), e.retryAt());
    }
  }

  private KeyMaterial pemPair() throws RefusedException {
    byte[] certificate = contents.get(CERTIFICATE);
    byte[] key = contents.get(KEY);
    if (certificate == null || key == null) {
      throw new RefusedException((key == null ? KEY : CERTIFICATE) + " is missing");
    }
    return PemPair.parse(key, certificate, password());
  }

  private KeyMaterial store(String name) throws RefusedException {
    char[] password = password().toCharArray();
    String type = name.toLowerCase(Locale.ROOT).endsWith(".jks") ? "JKS" : "PKCS12";
    try {
      KeyStore store = KeyStore.getInstance(type);
      store.load(new ByteArrayInputStream(contents.get(name)), password);
      List<String> keys = new ArrayList<>();
      for (String alias : Collections.list(store.aliases())) {
        if (store.isKeyEntry(alias)) {
          keys.add(alias);
        }
      }
      if (keys.size() != 1) {
        throw new RefusedException("the store must hold one private key and holds " + keys.size());
      }
      return entry(store, keys.get(0), password);
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      String hint = contents.containsKey(PASSWORD) ? "" : " (" + PASSWORD + " is missing)";
      throw new RefusedException(
          "the store cannot be opened: " + RefusedException.reason(e) + hint);
    }
  }

  private static KeyMaterial entry(KeyStore store, String alias, char[] password)
      throws GeneralSecurityException, RefusedException {
    List<X509Certificate> certificates = new ArrayList<>();
    Certificate[] chain = store.getCertificateChain(alias);
    if (chain != null) {
      for (Certificate certificate : chain) {
        certificates.add((X509Certificate) certificate);
      }
    }
    if (!(store.getKey(alias, password) instanceof PrivateKey key)) {
      throw new RefusedException("the entry '" + alias + "' is no private key");
    }
    return new KeyMaterial(key, Chains.order(key, certificates), CertificateView.Source.FILE);
  }

  private String password() {
    byte[] content = contents.getOrDefault(PASSWORD, new byte[0]);
    // An editor's line end is not meant; a blank may be.
    return new String(content, StandardCharsets.UTF_8).lines().findFirst().orElse("");
  }
}
