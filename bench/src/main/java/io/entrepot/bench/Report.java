package io.entrepot.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The figures, for people and for programs. */
record Report(Machine machine, int rounds, int seconds, List<Contest.Outcome> rows) {

  /** One table, in Markdown. */
  String markdown() {
    StringBuilder table = new StringBuilder();
    table.append("| | Entrepot | peer | ratio | gate | |\n|---|---|---|---|---|---|\n");
    for (Contest.Outcome row : rows) {
      table.append(
          "| %s, %s | %s | %s: %s | %s | %s | %s |%n"
              .formatted(
                  row.name(),
                  row.unit(),
                  row.ours(),
                  row.peer(),
                  row.peers(),
                  row.ratio(),
                  row.gate(),
                  (row.passed() ? "passed" : "**missed**")
                      + (row.note().isEmpty() ? "" : "; " + row.note())));
    }
    return table.toString();
  }

  /** All that was measured, in JSON. */
  void write(Path file) throws IOException {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("machine", machine);
    all.put("rounds", rounds);
    all.put("seconds", seconds);
    all.put("rows", rows);
    Files.createDirectories(file.getParent());
    new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), all);
  }

  boolean passed() {
    return rows.stream().allMatch(Contest.Outcome::passed);
  }
}
