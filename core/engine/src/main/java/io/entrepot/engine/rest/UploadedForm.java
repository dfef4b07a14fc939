package io.entrepot.engine.rest;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RefusedException.Kind;
import io.entrepot.spi.blob.BlobUpload;
import io.entrepot.spi.blob.UploadHint;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.BufferUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A form with files (RFC 7578) as clients of Nexus Repository send it: {@code raw.directory} is a
 * field for all files, {@code raw.asset1} a file, {@code raw.asset1.filename} a field of that file.
 * Files go straight into uploads of the repository, fields into memory.
 */
final class UploadedForm implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(UploadedForm.class);

  private static final int PIECE = 64 << 10;
  private static final int LONGEST_FIELD = 8 << 10;
  private static final int LONGEST_HEADERS = 8 << 10;
  private static final int MOST_PARTS = 1_000;

  private static final int ASSET = 1;
  private static final int FIELD_OF_ASSET = 2;
  private static final int FIELD = 3;

  /** A file and what was said of it. */
  static final class File {
    private final Map<String, String> fields = new LinkedHashMap<>();
    private Optional<BlobUpload> upload = Optional.empty();
    private Optional<String> contentType = Optional.empty();

    /** The fields, by their names in the form's description. */
    Map<String, String> fields() {
      return fields;
    }

    /** The bytes; empty if there are fields alone. */
    Optional<BlobUpload> upload() {
      return upload;
    }

    /** The media type that the part gives itself. */
    Optional<String> contentType() {
      return contentType;
    }
  }

  private final ContentStore content;
  private final Pattern names;
  private final String format;
  private final Map<String, String> fields = new LinkedHashMap<>();
  private final Map<String, File> files = new TreeMap<>();

  private UploadedForm(String format, ContentStore content) {
    this.format = format;
    this.content = content;
    this.names =
        Pattern.compile(
            Pattern.quote(format) + "\\.(?:(asset\\d*)(?:\\.([A-Za-z0-9-]+))?|([A-Za-z0-9-]+))");
  }

  /**
   * Reads a form.
   *
   * @param contentType that of the request, with its boundary
   * @param content where the files go; what {@link #close} finds unfinished is taken away again
   * @throws RefusedException if it is not such a form
   */
  static UploadedForm read(
      InputStream body, String contentType, String format, ContentStore content)
      throws IOException, RefusedException {
    Optional<String> boundary = Optional.ofNullable(MultiPart.extractBoundary(contentType));
    if (boundary.isEmpty()) {
      throw wrong("Content-Type", "'" + contentType + "' names no boundary");
    }
    UploadedForm form = new UploadedForm(format, content);
    boolean done = false;
    try {
      form.parse(body, boundary.get());
      done = true;
      return form;
    } finally {
      if (!done) {
        form.close();
      }
    }
  }

  /** The fields for all files, by their names in the form's description. */
  Map<String, String> fields() {
    return fields;
  }

  /** The files, by the names that the client gave them: {@code asset1}. */
  Map<String, File> files() {
    return files;
  }

  @Override
  public void close() {
    for (File file : files.values()) {
      file.upload().ifPresent(UploadedForm::giveUp);
    }
  }

  private void parse(InputStream body, String boundary) throws IOException, RefusedException {
    Parts parts = new Parts();
    MultiPart.Parser parser = new MultiPart.Parser(boundary, parts);
    parser.setMaxParts(MOST_PARTS);
    parser.setPartHeadersMaxLength(LONGEST_HEADERS);
    while (!parts.complete) {
      byte[] piece = new byte[PIECE];
      int read = body.read(piece);
      boolean last = read < 0;
      parser.parse(Content.Chunk.from(ByteBuffer.wrap(piece, 0, Math.max(0, read)), last));
      if (parts.failure.isPresent()) {
        throw failure(parts.failure.get());
      }
      if (last && !parts.complete) {
        throw wrong("", "the form ends before its last part does");
      }
    }
    // What comes behind the last part is not ours, but who sends it waits until it is read.
    body.transferTo(OutputStream.nullOutputStream());
  }

  private static IOException failure(Exception failure) throws RefusedException {
    if (failure instanceof RefusedException refusal) {
      throw refusal;
    }
    return (IOException) failure;
  }

  private static void giveUp(BlobUpload upload) {
    try (upload) {
      upload.cancel();
    } catch (IOException e) {
      LOG.warn("Upload {} cannot be let go", upload.id(), e);
    }
  }

  private static RefusedException wrong(String field, String problem) {
    return new RefusedException(
        Kind.INVALID, field, field.isEmpty() ? problem : field + ": " + problem);
  }

  /** Takes the parts as they come. What goes wrong is noted: the parser lets nothing through. */
  private final class Parts extends MultiPart.AbstractPartsListener {

    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private Optional<File> file = Optional.empty();
    private Optional<String> type = Optional.empty();
    private Optional<Exception> failure = Optional.empty();
    private boolean complete;

    @Override
    public void onPartBegin() {
      text.reset();
      file = Optional.empty();
      type = Optional.empty();
    }

    @Override
    public void onPartHeader(String name, String value) {
      super.onPartHeader(name, value);
      if (HttpHeader.CONTENT_TYPE.is(name)) {
        type = Optional.of(value);
      }
    }

    @Override
    public void onPartHeaders() {
      Matcher name = matcher(getName());
      if (!name.matches()) {
        fail(
            wrong(
                Objects.requireNonNullElse(getName(), "name"),
                "is no field of a form for '" + format + "': these begin with '" + format + ".'"));
        return;
      }
      if (name.group(ASSET) == null || name.group(FIELD_OF_ASSET) != null || failed()) {
        return;
      }
      File begun = files.computeIfAbsent(name.group(ASSET), any -> new File());
      if (begun.upload.isPresent()) {
        fail(wrong(getName(), "there are two files of that name"));
        return;
      }
      begun.contentType = type;
      file = Optional.of(begun);
      try {
        begun.upload = Optional.of(content.upload(UploadHint.none()));
      } catch (IOException e) {
        fail(e);
      }
    }

    @Override
    public void onPartContent(Content.Chunk chunk) {
      if (failed()) {
        return;
      }
      if (file.isEmpty()) {
        text.writeBytes(BufferUtil.toArray(chunk.getByteBuffer()));
        if (text.size() > LONGEST_FIELD) {
          fail(wrong(getName(), "the value is longer than " + LONGEST_FIELD + " bytes"));
        }
        return;
      }
      try {
        file.get().upload().orElseThrow().write(chunk.getByteBuffer());
      } catch (IOException e) {
        fail(e);
      }
    }

    @Override
    public void onPart(String name, String fileName, HttpFields headers) {
      Matcher part = matcher(name);
      if (file.isPresent() || failed() || !part.matches()) {
        return;
      }
      String value = text.toString(StandardCharsets.UTF_8);
      if (part.group(ASSET) == null) {
        fields.put(part.group(FIELD), value);
        return;
      }
      files
          .computeIfAbsent(part.group(ASSET), any -> new File())
          .fields
          .put(part.group(FIELD_OF_ASSET), value);
    }

    @Override
    public void onComplete() {
      complete = true;
    }

    @Override
    public void onFailure(Throwable thrown) {
      RefusedException malformed = wrong("", "the form cannot be read: " + thrown.getMessage());
      malformed.initCause(thrown);
      fail(malformed);
    }

    private void fail(Exception first) {
      failure = failure.or(() -> Optional.of(first));
    }

    private boolean failed() {
      return failure.isPresent();
    }

    private Matcher matcher(String name) {
      return names.matcher(Objects.requireNonNullElse(name, ""));
    }
  }

  /** The refusal of a form that lacks a field. */
  static ProblemException missing(String field) {
    return new Problem(400, "INVALID", field + " is missing").asException();
  }
}
