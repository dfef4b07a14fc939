package io.entrepot.engine.blob;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file systems of fresh files. Where many files are fresh, one call makes their file system
 * durable, which costs a fraction of theirs. It does so for all that others have written there, so
 * a few files are left alone.
 *
 * <p>A call tells of what failed since its descriptor was opened. So that is opened after the first
 * round that is large, kept, and {@linkplain #of answers} only for files that were written later.
 */
final class FileSystemSyncs implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FileSystemSyncs.class);

  /** So many files of a file system are many. */
  static final int MANY = 64;

  private final Map<FileLayout, FileSystemSync> open = new ConcurrentHashMap<>();
  private final Set<FileLayout> unfit = new HashSet<>();
  private boolean closed;

  /** What answers for the files that a store gets from now on; empty if nothing does. */
  Optional<FileSystemSync> of(FileLayout layout) {
    return Optional.ofNullable(open.get(layout));
  }

  /**
   * Makes files durable where there are many.
   *
   * @return the others, and those that this has lost, which know that they are
   */
  List<FreshFile> sync(Collection<FreshFile> fresh) {
    List<FreshFile> others = new ArrayList<>();
    Map<FileSystemSync, List<FreshFile>> answeredFor = new HashMap<>();
    fresh.stream()
        .collect(Collectors.groupingBy(FreshFile::layout))
        .forEach(
            (layout, files) -> {
              OptionalLong device = device(layout);
              for (FreshFile file : files) {
                file.answering()
                    .filter(sync -> device.isPresent() && device.getAsLong() == sync.device())
                    .map(sync -> answeredFor.computeIfAbsent(sync, unused -> new ArrayList<>()))
                    .orElse(others)
                    .add(file);
              }
            });
    others.stream()
        .collect(Collectors.groupingBy(FreshFile::layout, Collectors.counting()))
        .forEach(
            (layout, count) -> {
              if (count >= MANY) {
                open(layout);
              }
            });
    answeredFor.forEach(
        (sync, files) -> {
          if (files.size() < MANY || !synced(sync, files)) {
            others.addAll(files);
          }
        });
    return others;
  }

  // Another one may have been mounted over the store's folder.
  private static OptionalLong device(FileLayout layout) {
    try {
      return OptionalLong.of(layout.disk().device(layout.blobs()));
    } catch (IOException e) {
      LOG.debug("Nobody knows what file system {} is on", layout.blobs(), e);
      return OptionalLong.empty();
    }
  }

  private static boolean synced(FileSystemSync sync, List<FreshFile> files) {
    try {
      files.get(0).layout().disk().sync(sync);
      return true;
    } catch (IOException e) {
      LOG.warn(
          "Some of {} blobs may not have got to the disk, and all are written again",
          files.size(),
          e);
      files.forEach(FreshFile::lose);
      return false;
    }
  }

  private synchronized void open(FileLayout layout) {
    if (closed || unfit.contains(layout)) {
      return;
    }
    try {
      long device = layout.disk().device(layout.blobs());
      FileSystemSync before = open.get(layout);
      if (before == null || before.device() != device) {
        open.put(layout, shared(layout.disk(), device, layout.blobs()));
        close(before);
      }
    } catch (IOException e) {
      unfit.add(layout);
      LOG.info("Fresh blobs in {} are made durable one by one: {}", layout.blobs(), e.getMessage());
    }
  }

  private FileSystemSync shared(Disk disk, long device, Path folder) throws IOException {
    for (Map.Entry<FileLayout, FileSystemSync> other : open.entrySet()) {
      if (other.getKey().disk() == disk && other.getValue().device() == device) {
        return other.getValue();
      }
    }
    return disk.fileSystem(folder, device);
  }

  /** A store that goes does not hold its file system any longer. */
  synchronized void forget(FileLayout layout) {
    unfit.remove(layout);
    close(open.remove(layout));
  }

  private void close(FileSystemSync sync) {
    if (sync == null || open.containsValue(sync)) {
      return;
    }
    try {
      sync.close();
    } catch (IOException e) {
      LOG.debug("A file system was not closed properly", e);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    List.copyOf(open.keySet()).forEach(this::forget);
  }
}
