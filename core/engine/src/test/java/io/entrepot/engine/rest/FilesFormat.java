package io.entrepot.engine.rest;

import io.entrepot.spi.blob.UploadHint;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.AssetWrite;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.Component;
import io.entrepot.spi.format.Format;
import io.entrepot.spi.format.FormatDescriptor;
import io.entrepot.spi.format.Repository;
import io.entrepot.spi.format.RepositoryContext;
import io.entrepot.spi.format.RepositoryType;
import io.entrepot.spi.format.SearchField;
import io.entrepot.spi.format.UploadField;
import io.entrepot.spi.format.UploadForm;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.ProblemException;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.http.Response;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Files, each a component by its folder and its name; read below {@code read/}. */
final class FilesFormat implements Format {

  private record Form() implements UploadForm {
    @Override
    public List<UploadField> componentFields() {
      return List.of(new UploadField("folder", "Folder", "Where.", true));
    }

    @Override
    public List<UploadField> assetFields() {
      return List.of(new UploadField("name", "Name", "What.", false));
    }

    @Override
    public String path(Map<String, String> component, Map<String, String> asset) {
      return component.getOrDefault("folder", "none") + "/" + asset.get("name");
    }
  }

  private record Files(RepositoryContext context) implements Repository {
    @Override
    public Response handle(Request request) throws IOException {
      AssetPath path = AssetPath.of(request.path());
      if (path.name().equals("refused")) {
        throw refusal();
      }
      Component component = new Component(path.parent().orElseThrow().value(), path.name(), "");
      AssetWrite write =
          AssetWrite.of(path, request.headers().first("Content-Type").orElse("none")).in(component);
      return new Response.Receive(
          context.content().upload(UploadHint.none()),
          false,
          upload -> {
            context.content().commit(ChangeSet.empty().put(write, upload.finish()));
            return Response.Reply.of(201);
          });
    }

    private static ProblemException refusal() {
      return new Problem(400, "REFUSED", "the name is 'refused'").asException();
    }

    @Override
    public String address(AssetPath asset) {
      return "read/" + asset.value();
    }
  }

  @Override
  public FormatDescriptor descriptor() {
    return new FormatDescriptor(
            "files",
            "Files",
            Set.of(RepositoryType.HOSTED, RepositoryType.GROUP),
            "connector",
            List.of())
        .searchedBy(
            List.of(
                new SearchField("files.folder", SearchField.Part.GROUP),
                new SearchField("files.digest", SearchField.Part.DIGEST)));
  }

  @Override
  public Repository create(RepositoryContext context) {
    return new Files(context);
  }

  @Override
  public Optional<UploadForm> uploads() {
    return Optional.of(new Form());
  }
}
