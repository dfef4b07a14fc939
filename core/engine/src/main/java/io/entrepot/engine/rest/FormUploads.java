package io.entrepot.engine.rest;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RefusedException.Kind;
import io.entrepot.engine.repository.Serving;
import io.entrepot.engine.repository.Serving.Held;
import io.entrepot.spi.blob.BlobUpload;
import io.entrepot.spi.format.Repository;
import io.entrepot.spi.format.UploadField;
import io.entrepot.spi.format.UploadForm;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.ProblemException;
import io.entrepot.spi.http.Response;
import io.entrepot.spi.security.Action;
import io.entrepot.spi.security.Permission;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Takes files that come in a form: each as the PUT that it stands for. */
final class FormUploads {

  private final Serving serving;

  FormUploads(Serving serving) {
    this.serving = serving;
  }

  /**
   * Takes a form. Files are put one after the other, in the order of their names; one that is
   * refused leaves those before it.
   *
   * @param repository into which; the caller may know of it
   * @param origin scheme, host and port for this client
   */
  void take(Caller caller, String repository, String contentType, InputStream body, String origin)
      throws IOException, RefusedException {
    try (Held held = hold(repository)) {
      requireAdding(caller, held);
      Repository into = held.repository().orElseThrow(() -> held.problem().asException());
      UploadForm description =
          held.uploads()
              .orElseThrow(
                  () ->
                      new RefusedException(
                          Kind.INVALID,
                          "repository",
                          "repository: '"
                              + repository
                              + "' takes no files by a form: its format is '"
                              + held.recipe().format()
                              + "'"));
      try (UploadedForm form =
          UploadedForm.read(body, contentType, held.recipe().format(), held.content())) {
        Map<FormRequest, BlobUpload> requests = requests(caller, held, description, form, origin);
        for (Map.Entry<FormRequest, BlobUpload> request : requests.entrySet()) {
          put(caller, held, into, request.getKey(), request.getValue());
        }
      }
    }
  }

  /** Before any byte is taken. Which of the two it needs is known when a file is put. */
  private static void requireAdding(Caller caller, Held held) throws ProblemException {
    boolean may =
        List.of(Action.ADD, Action.EDIT).stream()
            .anyMatch(action -> caller.access().allows(permission(held, action)));
    if (!may) {
      throw caller.refusal();
    }
  }

  private static Map<FormRequest, BlobUpload> requests(
      Caller caller, Held held, UploadForm description, UploadedForm form, String origin)
      throws ProblemException {
    String format = held.recipe().format();
    check(format + ".", description.componentFields(), form.fields());
    if (form.files().isEmpty()) {
      throw UploadedForm.missing(format + ".asset1");
    }
    Map<FormRequest, BlobUpload> requests = new LinkedHashMap<>();
    for (Map.Entry<String, UploadedForm.File> named : form.files().entrySet()) {
      String name = format + "." + named.getKey();
      UploadedForm.File file = named.getValue();
      check(name + ".", description.assetFields(), file.fields());
      BlobUpload upload = file.upload().orElseThrow(() -> UploadedForm.missing(name));
      requests.put(
          new FormRequest(
              held.name(),
              description.path(form.fields(), file.fields()),
              headers(file),
              upload.size(),
              caller.access(),
              origin),
          upload);
    }
    return requests;
  }

  private static void check(String prefix, List<UploadField> known, Map<String, String> given)
      throws ProblemException {
    for (UploadField field : known) {
      if (!field.optional() && given.getOrDefault(field.name(), "").isEmpty()) {
        throw UploadedForm.missing(prefix + field.name());
      }
    }
    for (String name : given.keySet()) {
      if (known.stream().noneMatch(field -> field.name().equals(name))) {
        throw new Problem(
                400,
                "INVALID",
                prefix
                    + name
                    + " is not a field; there are "
                    + known.stream()
                        .map(field -> prefix + field.name())
                        .collect(Collectors.joining(", ")))
            .asException();
      }
    }
  }

  private static Headers headers(UploadedForm.File file) {
    return file.contentType()
        .map(type -> Headers.of("Content-Type", type))
        .orElseGet(Headers::none);
  }

  private static void put(
      Caller caller, Held held, Repository into, FormRequest request, BlobUpload upload)
      throws IOException {
    for (Action action : into.required(request)) {
      if (!caller.access().allows(permission(held, action))) {
        throw caller.refusal();
      }
    }
    Response response = into.handle(request);
    if (response instanceof Response.Receive receive) {
      // The bytes are there already: the upload that was begun for them is not needed.
      try (BlobUpload empty = receive.into()) {
        empty.cancel();
      }
      response = receive.then().apply(upload);
    }
    if (!(response instanceof Response.Reply reply) || reply.status() >= 300) {
      throw new Problem(400, "INVALID", "'" + request.path() + "' cannot be uploaded by a form")
          .asException();
    }
  }

  private Held hold(String repository) throws RefusedException {
    return serving
        .hold(repository)
        .orElseThrow(
            () ->
                new RefusedException(
                    Kind.NOT_FOUND, "repository", "there is no repository '" + repository + "'"));
  }

  private static Permission permission(Held held, Action action) {
    return new Permission(held.recipe().format(), held.name(), action);
  }
}
