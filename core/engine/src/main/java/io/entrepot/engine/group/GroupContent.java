package io.entrepot.engine.group;

import io.entrepot.spi.blob.BlobUpload;
import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.UploadHint;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.Commit;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.content.Node;
import io.entrepot.spi.content.Records;
import io.entrepot.spi.content.StoredBlob;
import io.entrepot.spi.page.Cursor;
import io.entrepot.spi.page.Page;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What the members of a group hold, seen as one: of what several have, the first one's counts. What
 * proxies among them could get is not there before somebody asked for it. Takes no changes.
 */
public final class GroupContent implements ContentStore {

  /** As the listings of repositories are ordered: without regard to ASCII case first. */
  private static final Comparator<String> BY_NAME =
      Comparator.comparing(GroupContent::folded, GroupContent::bytewise)
          .thenComparing(GroupContent::bytewise);

  private final String group;
  private final List<String> names;
  private final Neighbours neighbours;
  private final ContentStore own;

  /**
   * The content of a group.
   *
   * @param own where bytes of any blob are read
   */
  public GroupContent(String group, List<String> names, Neighbours neighbours, ContentStore own) {
    this.group = group;
    this.names = List.copyOf(names);
    this.neighbours = neighbours;
    this.own = own;
  }

  @Override
  public Optional<Asset> find(AssetPath path) throws IOException {
    return first(content -> content.find(path));
  }

  @Override
  public Optional<StoredBlob> blob(Digest digest) throws IOException {
    return first(content -> content.blob(digest));
  }

  @Override
  public Page<Asset> list(AssetPath folder, Cursor from, int limit) throws IOException {
    return merged(
        content -> content.list(folder, from, limit),
        asset -> asset.path().value(),
        GroupContent::bytewise,
        limit);
  }

  @Override
  public Page<Node> browse(AssetPath folder, Cursor from, int limit) throws IOException {
    return merged(content -> content.browse(folder, from, limit), Node::name, BY_NAME, limit);
  }

  @Override
  public byte[] read(StoredBlob blob, int limit) throws IOException {
    return own.read(blob, limit);
  }

  @Override
  public Commit commit(ChangeSet changes) throws IOException {
    throw holdsNothing();
  }

  @Override
  public Records records(String kind) {
    return own.records(kind);
  }

  @Override
  public BlobUpload upload(UploadHint hint) throws IOException {
    throw holdsNothing();
  }

  @Override
  public Optional<BlobUpload> upload(String id) {
    return Optional.empty();
  }

  /** The same as {@link Member#stale} of the member whose asset is seen at a path. */
  public Optional<String> stale(AssetPath path) {
    List<String> before = new ArrayList<>();
    for (String name : names) {
      Optional<String> stale = staleIn(name, path);
      if (stale.isPresent()) {
        return stale.filter(why -> before.stream().noneMatch(other -> has(other, path)));
      }
      before.add(name);
    }
    return Optional.empty();
  }

  private Optional<String> staleIn(String name, AssetPath path) {
    Optional<? extends Member> held = neighbours.hold(name);
    if (held.isEmpty()) {
      return Optional.empty();
    }
    try (Member member = held.get()) {
      return member.stale(path);
    }
  }

  private boolean has(String name, AssetPath path) {
    Optional<? extends Member> held = neighbours.hold(name);
    if (held.isEmpty()) {
      return false;
    }
    try (Member member = held.get()) {
      return member.content().find(path).isPresent();
    } catch (IOException e) {
      // Whether it is marked as old matters less than that the listing is seen.
      return false;
    }
  }

  private IOException holdsNothing() {
    return new IOException("group '" + group + "' holds nothing of its own");
  }

  private interface Look<T> {
    T at(ContentStore content) throws IOException;
  }

  private <T> Optional<T> first(Look<Optional<T>> look) throws IOException {
    for (ContentStore content : contents()) {
      Optional<T> found = look.at(content);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** The first items of the members' pages: what lies behind the end of one is not known yet. */
  private <T> Page<T> merged(
      Look<Page<T>> look, Function<T, String> key, Comparator<String> order, int limit)
      throws IOException {
    TreeMap<String, T> items = new TreeMap<>(order);
    Optional<String> known = Optional.empty();
    for (ContentStore content : contents()) {
      Page<T> page = look.at(content);
      for (T item : page.items()) {
        items.merge(key.apply(item), item, GroupContent::both);
      }
      if (page.next().isPresent()) {
        String last = page.next().get().after();
        known = known.filter(other -> order.compare(other, last) <= 0).or(() -> Optional.of(last));
      }
    }
    boolean more = known.isPresent();
    List<T> seen =
        new ArrayList<>((known.isPresent() ? items.headMap(known.get(), true) : items).values());
    if (seen.size() > limit) {
      more = true;
      seen = seen.subList(0, limit);
    }
    return more
        ? new Page<>(seen, Optional.of(Cursor.after(key.apply(seen.get(seen.size() - 1)))))
        : Page.last(seen);
  }

  /** One name may be a folder in one member and an asset in another. */
  @SuppressWarnings("unchecked") // both are of one kind
  private static <T> T both(T earlier, T later) {
    if (earlier instanceof Node one && later instanceof Node other) {
      Optional<Asset> asset = one.asset().or(other::asset);
      return (T)
          new Node(
              one.name(), one.folder() || other.folder(), asset, one.children() + other.children());
    }
    return earlier;
  }

  private List<ContentStore> contents() {
    List<ContentStore> contents = new ArrayList<>();
    for (String name : names) {
      Optional<? extends Member> held = neighbours.hold(name);
      if (held.isPresent()) {
        try (Member member = held.get()) {
          contents.add(member.content());
        }
      }
    }
    return contents;
  }

  private static String folded(String name) {
    StringBuilder folded = new StringBuilder(name);
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        folded.setCharAt(i, (char) (c + ('a' - 'A')));
      }
    }
    return folded.toString();
  }

  private static int bytewise(String one, String other) {
    return Arrays.compareUnsigned(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
