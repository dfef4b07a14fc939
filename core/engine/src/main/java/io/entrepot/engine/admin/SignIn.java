package io.entrepot.engine.admin;

import org.osgi.annotation.versioning.ProviderType;

/** Signing in to something beside HTTP: the shell. A service. */
@ProviderType
public interface SignIn {

  /**
   * Whether these are a name and a password of an user who may sign in and may do everything
   * ({@code nx-all}). Wrong ones are counted and slowed down as with HTTP.
   *
   * @param password not kept; the caller wipes it
   * @param client the address that they came from
   */
  boolean administrator(String user, char[] password, String client);
}
