package io.entrepot.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.spi.security.Credentials;
import io.entrepot.spi.security.SecurityRealm;
import io.entrepot.spi.security.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.Before;
import org.junit.Test;

/** What every security realm does, wherever it knows people from. */
public abstract class SecurityRealmContract {

  private SecurityRealm realm;

  /** The realm; it knows whose {@link #right} credentials are. */
  protected abstract SecurityRealm realm() throws Exception;

  /** Credentials that it accepts. */
  protected abstract Credentials right() throws Exception;

  /** Credentials that are its own, but wrong: a known user's wrong password, an expired token. */
  protected abstract Credentials wrong() throws Exception;

  /** Credentials that are none of its business, for the next realm to judge. */
  protected abstract Credentials foreign() throws Exception;

  /** Opens the realm. */
  @Before
  public final void open() throws Exception {
    realm = realm();
  }

  @Test
  public void shouldHaveAName() throws Exception {
    assertThat(realm.name()).isNotBlank().isEqualTo(realm().name());
  }

  @Test
  public void shouldAcceptRightCredentials() throws Exception {
    assertThat(accepts(realm.authenticate(right()))).isTrue();
    assertThat(accepts(realm.authenticate(right()))).as("again").isTrue();
  }

  @Test
  public void shouldRejectWrongCredentials() throws Exception {
    assertThat(realm.authenticate(wrong())).isInstanceOf(Verdict.Rejected.class);
    assertThat(accepts(realm.authenticate(right()))).as("the right ones afterwards").isTrue();
    assertThat(realm.authenticate(wrong()))
        .as("the wrong ones, once the right ones were accepted")
        .isInstanceOf(Verdict.Rejected.class);
  }

  @Test
  public void shouldLeaveForeignCredentialsToOthers() throws Exception {
    assertThat(realm.authenticate(foreign())).isInstanceOf(Verdict.Unknown.class);
  }

  @Test
  public void shouldNeitherAcceptNorChokeOnAnything() throws Exception {
    for (Credentials credentials : hostile()) {
      Verdict verdict = realm.authenticate(credentials);

      assertThat(verdict)
          .as(credentials.toString())
          .isInstanceOfAny(Verdict.Unknown.class, Verdict.Rejected.class);
    }
  }

  @Test
  public void shouldTellNoSecrets() throws Exception {
    for (Credentials credentials : List.of(right(), wrong(), foreign())) {
      String secret = secret(credentials);

      assertThat(realm.authenticate(credentials).toString()).doesNotContain(secret);
      assertThat(credentials.toString()).doesNotContain(secret);
      assertThat(realm.toString()).doesNotContain(secret);
    }
  }

  private List<Credentials> hostile() throws Exception {
    List<Credentials> all = new ArrayList<>();
    List<String> texts =
        List.of(
            "",
            " ",
            ":",
            "\u0000",
            "\r\n",
            "a.b.c",
            "e30.e30.",
            "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.",
            "' OR '1'='1",
            "*)(uid=*",
            "\uD83D\uDE00",
            "\uD83D",
            "x".repeat(100_000));
    for (String text : texts) {
      all.add(new Credentials.Basic(text, text));
      all.add(new Credentials.Bearer(text));
      if (right() instanceof Credentials.Basic basic) {
        all.add(new Credentials.Basic(basic.user(), text));
        all.add(new Credentials.Basic(basic.user() + text + "?", basic.password()));
      }
      if (right() instanceof Credentials.Bearer bearer) {
        all.add(new Credentials.Bearer(bearer.token() + "?" + text));
      }
    }
    return all;
  }

  private static boolean accepts(Verdict verdict) {
    return verdict instanceof Verdict.Accepted || verdict instanceof Verdict.Delegated;
  }

  private static String secret(Credentials credentials) {
    if (credentials instanceof Credentials.Basic basic) {
      return basic.password();
    }
    return ((Credentials.Bearer) credentials).token();
  }
}
