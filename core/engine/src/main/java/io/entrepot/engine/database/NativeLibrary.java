package io.entrepot.engine.database;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * SQLite's native library, unpacked once for each version of the driver. The driver by itself
 * unpacks it at every start and compares the copy byte by byte, a tenth of the time of a start.
 */
final class NativeLibrary {

  private static final Logger LOG = LoggerFactory.getLogger(NativeLibrary.class);
  private static final String PATH = "org.sqlite.lib.path";
  private static final String NAME = "org.sqlite.lib.name";

  private NativeLibrary() {}

  /**
   * Tells the driver where its library is; without effect if somebody has. What goes wrong here is
   * no fault: the driver then unpacks the library itself.
   *
   * @param folder for the library, made if it is not there; what else is in it is removed
   */
  static void provide(Path folder) {
    if (System.getProperty(PATH) != null) {
      return;
    }
    String name = LibraryLoaderUtil.getNativeLibName();
    Path home = folder.resolve(SQLiteJDBCLoader.getVersion());
    try {
      if (!Files.exists(home.resolve(name))) {
        unpack(folder, home, name);
      }
      System.setProperty(PATH, home.toAbsolutePath().toString());
      System.setProperty(NAME, name);
    } catch (IOException e) {
      LOG.warn("SQLite's library was not unpacked into {}", home, e);
    }
  }

  private static void unpack(Path folder, Path home, String name) throws IOException {
    String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
    try (InputStream library = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
      if (library == null) {
        throw new IOException("the driver has no " + resource);
      }
      Files.createDirectories(folder);
      clear(folder);
      Files.createDirectories(home);
      Path part = home.resolve(name + ".part");
      Files.copy(library, part, StandardCopyOption.REPLACE_EXISTING);
      Files.move(part, home.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** Removes what earlier versions left. */
  private static void clear(Path folder) throws IOException {
    try (DirectoryStream<Path> versions = Files.newDirectoryStream(folder)) {
      for (Path version : versions) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(version)) {
          for (Path file : files) {
            Files.delete(file);
          }
        }
        Files.delete(version);
      }
    }
  }
}
