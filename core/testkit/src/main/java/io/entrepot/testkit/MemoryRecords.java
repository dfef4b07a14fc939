package io.entrepot.testkit;

import io.entrepot.spi.content.FormatRecord;
import io.entrepot.spi.content.Records;
import io.entrepot.spi.page.Cursor;
import io.entrepot.spi.page.Page;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The rows of one kind on the heap. */
final class MemoryRecords implements Records {

  private final String kind;
  private final Supplier<MemoryState> state;

  MemoryRecords(String kind, Supplier<MemoryState> state) {
    this.kind = kind;
    this.state = state;
  }

  @Override
  public Optional<FormatRecord> find(String key) {
    return state.get().records(kind).filter(record -> record.key().equals(key)).findFirst();
  }

  @Override
  public Page<FormatRecord> list(String prefix, Cursor from, int limit) {
    MemoryContentStore.requireLimit(limit);
    List<FormatRecord> matching =
        state.get().records(kind).filter(record -> record.key().startsWith(prefix)).toList();
    return Pages.of(matching, from, limit, Pages.BINARY, FormatRecord::key);
  }
}
