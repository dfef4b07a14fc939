package io.entrepot.testkit;

import io.entrepot.spi.security.Credentials;
import io.entrepot.spi.security.SecurityRealm;
import io.entrepot.spi.security.Verdict;
import java.util.Set;

/** The smallest realm that there can be meets the contract. */
public class OneUserRealmTest extends SecurityRealmContract {

  /** Knows one user by name and password, and nobody by a token. */
  private static final class OneUser implements SecurityRealm {

    @Override
    public String name() {
      return "one";
    }

    @Override
    public Verdict authenticate(Credentials credentials) {
      if (credentials instanceof Credentials.Basic basic && basic.user().equals("alice")) {
        return basic.password().equals("s3cret")
            ? new Verdict.Accepted("alice", Set.of())
            : new Verdict.Rejected("wrong password for 'alice'");
      }
      return new Verdict.Unknown();
    }
  }

  @Override
  protected SecurityRealm realm() {
    return new OneUser();
  }

  @Override
  protected Credentials right() {
    return new Credentials.Basic("alice", "s3cret");
  }

  @Override
  protected Credentials wrong() {
    return new Credentials.Basic("alice", "wr0ng");
  }

  @Override
  protected Credentials foreign() {
    return new Credentials.Bearer("f0reign");
  }
}
