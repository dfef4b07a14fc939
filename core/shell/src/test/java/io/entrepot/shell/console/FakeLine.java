package io.entrepot.shell.console;

import java.util.ArrayList;
import java.util.List;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;

/** A command line of one word, with the cursor at its end. */
public record FakeLine(String word) implements CommandLine {

  /** What a completer offers for a word. */
  public static List<String> complete(Completer completer, String word) {
    List<String> candidates = new ArrayList<>();
    completer.complete(new FakeSession(), new FakeLine(word), candidates);
    return candidates.stream().map(String::strip).toList();
  }

  @Override
  public int getCursorArgumentIndex() {
    return 0;
  }

  @Override
  public String getCursorArgument() {
    return word;
  }

  @Override
  public int getArgumentPosition() {
    return word.length();
  }

  @Override
  public String[] getArguments() {
    return new String[] {word};
  }

  @Override
  public int getBufferPosition() {
    return word.length();
  }

  @Override
  public String getBuffer() {
    return word;
  }
}
