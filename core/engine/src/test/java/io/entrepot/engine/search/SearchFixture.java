package io.entrepot.engine.search;

import io.entrepot.engine.admin.AssetView;
import io.entrepot.engine.admin.ComponentView;
import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.SearchOrder;
import io.entrepot.engine.admin.SearchQuery;
import io.entrepot.engine.admin.SearchQuery.Field;
import io.entrepot.engine.admin.SearchQuery.Term;
import io.entrepot.engine.blob.BlobStores;
import io.entrepot.engine.content.RepositoryContents;
import io.entrepot.engine.database.Database;
import io.entrepot.spi.blob.BlobUpload;
import io.entrepot.spi.blob.Digest;
import io.entrepot.spi.blob.DigestAlgorithm;
import io.entrepot.spi.blob.Staged;
import io.entrepot.spi.blob.UploadHint;
import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.AssetWrite;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.Component;
import io.entrepot.spi.content.ContentStore;
import io.entrepot.spi.page.Cursor;
import io.entrepot.spi.page.Page;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;

/** A search over contents in a temporary folder. */
final class SearchFixture extends ExternalResource {

  private final TemporaryFolder folder = new TemporaryFolder();
  Database database;
  RepositoryContents contents;
  ComponentSearch search;
  private BlobStores stores;

  @Override
  protected void before() throws Throwable {
    folder.create();
    open();
  }

  @Override
  protected void after() {
    try {
      close();
    } catch (IOException e) {
      throw new AssertionError(e);
    } finally {
      folder.delete();
    }
  }

  void open() throws IOException {
    database = new Database(folder.getRoot().toPath().resolve("database"));
    stores =
        new BlobStores(database, folder.getRoot().toPath().resolve("blobs"), Clock.systemUTC());
    contents = new RepositoryContents(database, stores);
    search = new ComponentSearch(database);
  }

  void close() throws IOException {
    search.close();
    contents.close();
    stores.close();
    database.close();
  }

  /** Puts an asset that belongs to a component. */
  Asset put(String repository, String path, Component component) throws IOException {
    return put(repository, write(path).in(component), path);
  }

  Asset put(String repository, AssetWrite asset, String text) throws IOException {
    ContentStore content = contents.of(repository, "default");
    try (BlobUpload upload = content.upload(UploadHint.none().digesting(DigestAlgorithm.SHA1))) {
      upload.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      Staged staged = upload.finish();
      return content.commit(ChangeSet.empty().put(asset, staged)).written().get(0);
    }
  }

  void delete(String repository, String path) throws IOException {
    contents.of(repository, "default").commit(ChangeSet.empty().delete(AssetPath.of(path)));
  }

  static AssetWrite write(String path) {
    return AssetWrite.of(AssetPath.of(path), "text/plain");
  }

  /** What a search finds, page by page: {@code repository group:name:version}. */
  List<String> find(SearchQuery query) throws IOException, RefusedException {
    List<String> found = new ArrayList<>();
    Optional<Cursor> from = Optional.of(query.from());
    while (from.isPresent()) {
      Page<ComponentView> page = search.components(query.after(from.get()));
      page.items().forEach(one -> found.add(text(one)));
      from = page.next();
    }
    return found;
  }

  /** The paths of the assets that a search finds, page by page. */
  List<String> findAssets(SearchQuery query) throws IOException, RefusedException {
    List<String> found = new ArrayList<>();
    Optional<Cursor> from = Optional.of(query.from());
    while (from.isPresent()) {
      Page<AssetView> page = search.assets(query.after(from.get()));
      page.items().forEach(one -> found.add(one.repository() + " " + one.asset().path()));
      from = page.next();
    }
    return found;
  }

  static String text(ComponentView view) {
    Component name = view.component();
    return view.repository() + " " + name.group() + ":" + name.name() + ":" + name.version();
  }

  static SearchQuery in(String... repositories) {
    return SearchQuery.in(List.of(repositories), Cursor.START, 2);
  }

  static SearchQuery where(SearchQuery query, Field field, String pattern) {
    List<Term> terms = new ArrayList<>(query.terms());
    terms.add(new Term(field, pattern));
    return new SearchQuery(
        query.repositories(),
        terms,
        query.digests(),
        query.text(),
        query.order(),
        query.descending(),
        query.from(),
        query.limit());
  }

  static SearchQuery with(SearchQuery query, Digest digest) {
    return new SearchQuery(
        query.repositories(),
        query.terms(),
        List.of(digest),
        query.text(),
        query.order(),
        query.descending(),
        query.from(),
        query.limit());
  }

  static SearchQuery text(SearchQuery query, String text) {
    return new SearchQuery(
        query.repositories(),
        query.terms(),
        query.digests(),
        text,
        query.order(),
        query.descending(),
        query.from(),
        query.limit());
  }

  static SearchQuery by(SearchQuery query, SearchOrder order, boolean descending) {
    return new SearchQuery(
        query.repositories(),
        query.terms(),
        query.digests(),
        query.text(),
        order,
        descending,
        query.from(),
        query.limit());
  }
}
