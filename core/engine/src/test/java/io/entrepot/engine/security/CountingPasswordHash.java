package io.entrepot.engine.security;

import java.util.concurrent.atomic.AtomicInteger;

/** Hashes that cost nothing, and are counted. */
final class CountingPasswordHash implements PasswordHash {

  final AtomicInteger verified = new AtomicInteger();
  private final AtomicInteger salt = new AtomicInteger();
  volatile Runnable during = () -> {};

  @Override
  public String hash(String password) {
    return "test$" + salt.incrementAndGet() + "$" + password.hashCode();
  }

  @Override
  public boolean verify(String password, String hash) {
    verified.incrementAndGet();
    during.run();
    return hash.endsWith("$" + password.hashCode());
  }
}
