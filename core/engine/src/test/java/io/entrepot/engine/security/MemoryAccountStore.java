package io.entrepot.engine.security;

import io.entrepot.engine.admin.UserAdmin.Role;
import java.io.IOException;
import java.util.List;

/** Keeps users and roles in memory, and fails when told to. */
final class MemoryAccountStore implements AccountStore {

  private Accounts kept = new Accounts(List.of(), List.of(), false);
  private boolean failing;

  void fail(boolean fail) {
    failing = fail;
  }

  private void keep(Accounts changed) throws IOException {
    if (failing) {
      throw new IOException("no room");
    }
    kept = changed;
  }

  @Override
  public Accounts load() {
    return kept;
  }

  @Override
  public void save(Account account) throws IOException {
    keep(kept.with(account));
  }

  @Override
  public void deleteUser(String id) throws IOException {
    keep(kept.withoutUser(id));
  }

  @Override
  public void save(Role role) throws IOException {
    keep(kept.with(role));
  }

  @Override
  public void deleteRole(String id) throws IOException {
    keep(kept.withoutRole(id));
  }

  @Override
  public void anonymousAccess(boolean enabled) throws IOException {
    keep(kept.withAnonymousAccess(enabled));
  }
}
