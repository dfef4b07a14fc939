package io.entrepot.engine.admin;

/** What found components are ordered by; texts in binary order (UTF-8). */
public enum SearchOrder {
  /** Group, then name, then version. */
  GROUP,
  /** Name. */
  NAME,
  /** Version: numbers in it as numbers. */
  VERSION,
  /** Repository, then as with {@link #GROUP}. */
  REPOSITORY
}
