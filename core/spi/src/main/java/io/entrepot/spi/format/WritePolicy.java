package io.entrepot.spi.format;

/** Whether a hosted repository takes writes. */
public enum WritePolicy {
  /** Anything may be put and replaced. */
  ALLOW,
  /** Anything may be put, nothing replaced. */
  ALLOW_ONCE,
  /** Nothing may be put. */
  DENY
}
