package io.entrepot.engine.security;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.UserAdmin.Role;
import io.entrepot.engine.admin.UserAdmin.Status;
import io.entrepot.engine.admin.UserAdmin.User;
import io.entrepot.engine.security.Gate.Outcome;
import io.entrepot.engine.security.Gate.Outcome.Admitted;
import io.entrepot.engine.security.Gate.Outcome.Refused;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.security.Credentials;
import io.entrepot.testkit.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Users and a gate in memory. */
final class SecurityFixture {

  static final String ADMIN_PASSWORD = "first-secret";
  static final String CLIENT = "192.0.2.1";

  final TestClock clock = new TestClock();
  final CountingPasswordHash passwords = new CountingPasswordHash();
  final MemoryAccountStore store = new MemoryAccountStore();
  final Path data;
  final LocalUsers users;
  final RealmGate gate;

  SecurityFixture(Path folder) throws IOException {
    data = folder;
    Path given = folder.resolve("given-password");
    Files.writeString(given, ADMIN_PASSWORD + "\n");
    users = new LocalUsers(store, passwords, new FirstPassword(folder, Optional.of(given)));
    gate = new RealmGate(users, clock);
  }

  void user(String id, String password, String... roles) throws RefusedException, IOException {
    users.create(user(id, Status.ACTIVE, roles), password);
  }

  static User user(String id, Status status, String... roles) {
    return new User(id, "First", "Last", id + "@example.org", status, Set.of(roles));
  }

  void role(String id, String... privileges) throws RefusedException, IOException {
    users.create(role(id, Set.of(privileges), Set.of()));
  }

  static Role role(String id, Set<String> privileges, Set<String> roles) {
    return new Role(id, id, "", privileges, roles, false);
  }

  Outcome basic(String user, String password) {
    return basic(user, password, CLIENT);
  }

  Outcome basic(String user, String password, String client) {
    return gate.enter(Optional.of(new Credentials.Basic(user, password)), client);
  }

  Access admitted(String user, String password) {
    return admitted(basic(user, password));
  }

  Access bearer(String token) {
    return admitted(gate.enter(Optional.of(new Credentials.Bearer(token)), CLIENT));
  }

  Access nobody() {
    return admitted(gate.enter(Optional.empty(), CLIENT));
  }

  static Access admitted(Outcome outcome) {
    if (outcome instanceof Admitted admitted) {
      return admitted.access();
    }
    throw new AssertionError(((Refused) outcome).problem().toString());
  }

  static Problem refused(Outcome outcome) {
    if (outcome instanceof Refused refused) {
      return refused.problem();
    }
    throw new AssertionError("admitted: " + ((Admitted) outcome).access().subject());
  }
}
