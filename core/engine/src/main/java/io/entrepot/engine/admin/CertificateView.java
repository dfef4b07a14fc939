package io.entrepot.engine.admin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an operator wants to know about the certificate in force.
 *
 * @param source where it comes from
 * @param subject its subject's distinguished name (RFC 2253)
 * @param issuer its issuer's distinguished name
 * @param names its host names and addresses
 * @param notBefore the start of its validity
 * @param notAfter the end of its validity
 * @param sha256 its SHA-256 fingerprint, 64 hexadecimal digits
 * @param authority the local authority, if it issued the certificate
 * @param uncovered names of this machine that the local authority may not vouch for, at which
 *     clients refuse https until it is renewed
 * @param refusal why the operator's files as they lie in the folder now are not used; empty if they
 *     are used or there are none
 */
public record CertificateView(
    Source source,
    String subject,
    String issuer,
    List<String> names,
    Instant notBefore,
    Instant notAfter,
    String sha256,
    Optional<Authority> authority,
    List<String> uncovered,
    Optional<String> refusal) {

  /** Where a certificate comes from. */
  public enum Source {
    /** Issued here, by the authority made at first start. */
    LOCAL_AUTHORITY,
    /** Put into the data folder by the operator. */
    FILE
  }

  /**
   * The local authority.
   *
   * @param subject its distinguished name (RFC 2253)
   * @param notAfter the end of its validity
   * @param sha256 its SHA-256 fingerprint, 64 hexadecimal digits
   */
  public record Authority(String subject, Instant notAfter, String sha256) {}

  /** Copies the lists. */
  public CertificateView {
    names = List.copyOf(names);
    uncovered = List.copyOf(uncovered);
  }
}
