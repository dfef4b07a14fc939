package io.entrepot.engine.blob;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file system that is made durable as a whole, names and all: {@code syncfs(2)}, which Java does
 * not have. It tells of each failed write since it was opened, but not of which file that was of.
 */
final class FileSystemSync implements Closeable {

  // Those of which it is known that they wait for the disk, and tell of what fails. FUSE does not
  // wait, and an overlay does not tell of what fails in its upper layer.
  private static final Set<String> TYPES = Set.of("ext4", "xfs", "btrfs");

  // Failed writes are told of since 5.8, those of a journal since 5.17.
  private static final int MAJOR = 5;
  private static final int MINOR = 17;
  private static final Pattern VERSION = Pattern.compile("(\\d{1,9})\\.(\\d{1,9}).*");

  private static final int CLOSE_ON_EXEC = 0x80000; // O_RDONLY | O_CLOEXEC
  private static final int NONE = -1;

  /** What is called of the system's library. */
  interface Calls extends Library {
    int open(String path, int flags) throws LastErrorException;

    int syncfs(int descriptor) throws LastErrorException;

    int close(int descriptor) throws LastErrorException;
  }

  // Loaded by the first use, which is not at the server's start.
  private static final class Loaded {
    static final Calls CALLS = Native.load("c", Calls.class);
  }

  private final long device;
  private int descriptor;

  /**
   * That of an open file.
   *
   * @param descriptor closed with this
   */
  FileSystemSync(int descriptor, long device) {
    this.descriptor = descriptor;
    this.device = device;
  }

  /**
   * The file system of a folder.
   *
   * @param device that it is on
   * @throws IOException if it cannot be opened
   */
  static FileSystemSync open(Path folder, long device) throws IOException {
    return new FileSystemSync(
        call(folder.toString(), calls -> calls.open(folder.toString(), CLOSE_ON_EXEC)), device);
  }

  /**
   * Checks that the file system of a folder keeps what this promises.
   *
   * @throws IOException if it is not sure to
   */
  static void require(Path folder) throws IOException {
    String system = System.getProperty("os.name") + " " + System.getProperty("os.version");
    String type = Files.getFileStore(folder).type();
    if (!trusted(system, type)) {
      throw new IOException(
          "syncfs of " + type + " on " + system + " is not sure to tell of all that fails");
    }
  }

  /**
   * Whether it is sure to.
   *
   * @param system {@code Linux 6.1.0-18-amd64}
   * @param type of the file system
   */
  static boolean trusted(String system, String type) {
    if (!system.startsWith("Linux ") || !TYPES.contains(type)) {
      return false;
    }
    Matcher version = VERSION.matcher(system.substring("Linux ".length()));
    if (!version.matches()) {
      return false;
    }
    int major = Integer.parseInt(version.group(1));
    int minor = Integer.parseInt(version.group(2));
    return major > MAJOR || (major == MAJOR && minor >= MINOR);
  }

  /** The device that it is on. */
  long device() {
    return device;
  }

  /**
   * Makes all durable that was written to the file system, whoever wrote it.
   *
   * @throws IOException if some of what was written since this was opened, or since the last call,
   *     is lost
   */
  synchronized void sync() throws IOException {
    call("syncfs", calls -> calls.syncfs(descriptor));
  }

  @Override
  public synchronized void close() throws IOException {
    if (descriptor != NONE) {
      int open = descriptor;
      descriptor = NONE;
      call("close", calls -> calls.close(open));
    }
  }

  private interface Call {
    int on(Calls calls) throws LastErrorException;
  }

  private static int call(String what, Call call) throws IOException {
    try {
      return call.on(Loaded.CALLS);
    } catch (LastErrorException e) {
      throw new IOException(what + ": " + e.getMessage(), e);
    } catch (LinkageError e) {
      throw new IOException(what + ": no native calls on this system: " + e, e);
    }
  }
}
