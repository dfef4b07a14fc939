package io.entrepot.engine.backup;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The list of a backup's blobs, by store and the beginnings of their names. Read and written as a
 * stream.
 */
final class BlobList {

  /**
   * A blob.
   *
   * @param sha256 in hexadecimal digits
   */
  record Line(String store, String name, long size, String sha256) {

    /** Whether it comes before the names of a store that begin like this. */
    boolean before(String otherStore, String beginning) {
      int order = store.compareTo(otherStore);
      return order < 0
          || (order == 0 && !name.startsWith(beginning) && name.compareTo(beginning) < 0);
    }
  }

  private BlobList() {}

  /** Writes one. */
  static final class Writer implements AutoCloseable {

    private final BufferedWriter out;

    Writer(Path file) throws IOException {
      out =
          new BufferedWriter(
              new OutputStreamWriter(
                  new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8));
    }

    void add(Line line) throws IOException {
      out.write(line.store() + '\t' + line.name() + '\t' + line.size() + '\t' + line.sha256());
      out.write('\n');
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }

  /** Reads one. */
  static final class Reader implements AutoCloseable {

    private final Path file;
    private final BufferedReader in;
    private Optional<Line> next;

    Reader(Path file) throws IOException {
      this.file = file;
      in =
          new BufferedReader(
              new InputStreamReader(
                  new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8));
      next = parse(in.readLine());
    }

    /** The next line, which stays the next. */
    Optional<Line> peek() {
      return next;
    }

    /** The next line; empty at the end. */
    Optional<Line> take() throws IOException {
      Optional<Line> taken = next;
      if (taken.isPresent()) {
        next = parse(in.readLine());
      }
      return taken;
    }

    private Optional<Line> parse(String line) throws IOException {
      if (line == null) {
        return Optional.empty();
      }
      String[] cells = line.split("\t", -1);
      if (cells.length != 4 || !cells[2].matches("[0-9]{1,18}")) {
        throw new IOException(file + " is damaged: '" + line + "' is no blob");
      }
      return Optional.of(new Line(cells[0], cells[1], Long.parseLong(cells[2]), cells[3]));
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
