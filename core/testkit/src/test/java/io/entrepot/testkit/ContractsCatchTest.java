package io.entrepot.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.format.Format;
import io.entrepot.spi.format.FormatDescriptor;
import io.entrepot.spi.format.Repository;
import io.entrepot.spi.format.RepositoryContext;
import io.entrepot.spi.http.ErrorForm;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.http.Response;
import io.entrepot.spi.security.Action;
import io.entrepot.spi.security.Credentials;
import io.entrepot.spi.security.SecurityRealm;
import io.entrepot.spi.security.Verdict;
import io.entrepot.testkit.echo.EchoFormat;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.Test;
import org.junit.runner.Description;
import org.junit.runner.JUnitCore;
import org.junit.runner.notification.Failure;

/** A contract that catches nothing proves nothing: these are broken, each in its own way. */
public class ContractsCatchTest {

  @Test
  public void shouldCatchFormatsThatServeAnybody() {
    assertThat(failing(OpenToAll.class))
        .contains("shouldServeNobodyByDefault", "shouldServeNobodyWithoutRights")
        .doesNotContain("shouldServeWhatWasPut");
  }

  @Test
  public void shouldCatchFormatsThatDoInputAndOutputTooEarly() {
    assertThat(failing(Hasty.class))
        .containsExactly("shouldCreateRepositoriesWithoutTouchingTheirContent");
  }

  @Test
  public void shouldCatchErrorFormsWithoutAChallenge() {
    assertThat(failing(Unchallenging.class))
        .containsExactly("shouldTellItsClientsOfTheEnginesProblems");
  }

  @Test
  public void shouldCatchFormatsThatBreakAtOddPaths() {
    assertThat(failing(Brittle.class)).contains("shouldSurviveHostilePaths");
  }

  @Test
  public void shouldCatchRealmsThatAcceptAnything() {
    assertThat(failing(Gullible.class))
        .contains(
            "shouldRejectWrongCredentials",
            "shouldLeaveForeignCredentialsToOthers",
            "shouldNeitherAcceptNorChokeOnAnything");
  }

  private static List<String> failing(Class<?> contract) {
    return new JUnitCore()
        .run(contract).getFailures().stream()
            .map(Failure::getDescription)
            .map(Description::getMethodName)
            .distinct()
            .toList();
  }

  /** Breaks the echo format's repositories. */
  private abstract static class Broken extends EchoFormatTest {

    abstract Repository create(Repository sound, RepositoryContext context);

    Optional<ErrorForm> errors(ErrorForm sound) {
      return Optional.of(sound);
    }

    @Override
    protected Format format() {
      Format sound = new EchoFormat();
      Broken test = this;
      return new Format() {
        @Override
        public FormatDescriptor descriptor() {
          return sound.descriptor();
        }

        @Override
        public Repository create(RepositoryContext context) {
          return test.create(sound.create(context), context);
        }

        @Override
        public Optional<ErrorForm> errors() {
          return test.errors(sound.errors().orElseThrow());
        }
      };
    }
  }

  /** Requires nothing. */
  public static class OpenToAll extends Broken {
    @Override
    Repository create(Repository sound, RepositoryContext context) {
      return new Repository() {
        @Override
        public Set<Action> required(Request request) {
          return Set.of();
        }

        @Override
        public Response handle(Request request) throws IOException {
          return sound.handle(request);
        }
      };
    }
  }

  /** Looks into its content as soon as it is created. */
  public static class Hasty extends Broken {
    @Override
    Repository create(Repository sound, RepositoryContext context) {
      try {
        context.content().find(AssetPath.ROOT);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
      return sound;
    }
  }

  /** Does not say how to sign in. */
  public static class Unchallenging extends Broken {
    @Override
    Repository create(Repository sound, RepositoryContext context) {
      return sound;
    }

    @Override
    Optional<ErrorForm> errors(ErrorForm sound) {
      return Optional.of(
          (request, problem) -> {
            Response.Reply reply = sound.render(request, problem);
            return new Response.Reply(
                reply.status(),
                Headers.of("Content-Type", "text/plain").and(problem.headers()),
                reply.body());
          });
    }
  }

  /** Takes it that paths are paths. */
  public static class Brittle extends Broken {
    @Override
    Repository create(Repository sound, RepositoryContext context) {
      return request -> {
        AssetPath.of(request.path());
        return sound.handle(request);
      };
    }
  }

  /** Believes everybody. */
  public static class Gullible extends SecurityRealmContract {
    @Override
    protected SecurityRealm realm() {
      return new SecurityRealm() {
        @Override
        public String name() {
          return "gullible";
        }

        @Override
        public Verdict authenticate(Credentials credentials) {
          return new Verdict.Accepted("anybody", Set.of());
        }
      };
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
}
