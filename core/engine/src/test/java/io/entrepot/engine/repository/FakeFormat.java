package io.entrepot.engine.repository;

import io.entrepot.spi.format.Format;
import io.entrepot.spi.format.FormatDescriptor;
import io.entrepot.spi.format.Repositories;
import io.entrepot.spi.format.Repository;
import io.entrepot.spi.format.RepositoryContext;
import io.entrepot.spi.format.RepositoryType;
import io.entrepot.spi.format.RootClaim;
import io.entrepot.spi.format.SettingsField;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.http.Response;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A format with one setting of each kind. */
final class FakeFormat implements Format {

  private final String name;
  private final Set<RepositoryType> types;
  final AtomicInteger closed = new AtomicInteger();

  FakeFormat(String name) {
    this(name, Set.of(RepositoryType.HOSTED, RepositoryType.GROUP));
  }

  FakeFormat(String name, Set<RepositoryType> types) {
    this.name = name;
    this.types = types;
  }

  /** A repository that tells its settings. */
  record Made(RepositoryContext context, AtomicInteger closed) implements Repository {
    @Override
    public Response handle(Request request) {
      return Response.Reply.of(200);
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  private record Claim(String path) implements RootClaim {
    @Override
    public Response handle(Request request, Repositories repositories) {
      return Response.Reply.of(200);
    }
  }

  @Override
  public FormatDescriptor descriptor() {
    return new FormatDescriptor(
        name,
        "A format",
        types,
        "connector",
        List.of(
            field("flag", SettingsField.Kind.FLAG, "true", List.of()),
            field("number", SettingsField.Kind.NUMBER, "7", List.of()),
            field("text", SettingsField.Kind.TEXT, "", List.of()),
            field("choice", SettingsField.Kind.CHOICE, "INLINE", List.of("INLINE", "ATTACHMENT"))));
  }

  private SettingsField field(
      String field, SettingsField.Kind kind, String otherwise, List<String> choices) {
    return new SettingsField(
        name + "." + field, kind, otherwise, choices, field, field, Set.of(RepositoryType.HOSTED));
  }

  @Override
  public Repository create(RepositoryContext context) {
    if (context.settings().text(name + ".text").filter("broken"::equals).isPresent()) {
      throw new IllegalArgumentException("the text is 'broken'");
    }
    return new Made(context, closed);
  }

  @Override
  public List<RootClaim> roots() {
    return List.of(new Claim("/" + name + "/"));
  }
}
