package io.entrepot.shell.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jline.reader.EndOfFileException;
import org.jline.reader.UserInterruptException;

/** Whom a command talks to: somebody at a terminal, or a script. */
public final class Console {

  private static final int LONGEST_LINE = 4096;

  private final Session session;

  /** The one of a session. */
  public Console(Session session) {
    this.session = session;
  }

  /** Whether somebody is there to answer. */
  public boolean interactive() {
    return session.getTerminal() != null;
  }

  /** Prints a line. */
  public void println(String line) {
    session.getConsole().println(plain(line));
  }

  /**
   * Prints a table; in plain ASCII for scripts.
   *
   * @param rows of as many cells as there are columns
   */
  public void table(String[] columns, Iterable<String[]> rows) {
    ShellTable table = new ShellTable();
    for (String column : columns) {
      table.column(column);
    }
    if (!interactive()) {
      table.forceAscii();
    }
    for (String[] row : rows) {
      table.addRow().addContent((Object[]) plain(row));
    }
    table.print(session.getConsole());
  }

  /**
   * Asks before something that cannot be undone. A script has said what it wants.
   *
   * @throws CommandException if the answer is not yes
   */
  public void confirm(String question) throws CommandException {
    if (!interactive()) {
      return;
    }
    String answer = ask(question + " (yes/no) ", null);
    if (!answer.strip().equalsIgnoreCase("yes")) {
      throw EngineCommand.failure("Nothing was done");
    }
  }

  /** Asks for something that nobody may read along. */
  public String secret(String prompt) throws CommandException {
    return ask(prompt, '*');
  }

  /**
   * The first line of the command's standard input, without its end.
   *
   * @throws CommandException if it is longer than 4096 bytes
   */
  public String inputLine() throws CommandException, IOException {
    return firstLine(session.getKeyboard(), "standard input");
  }

  /** The first line of a stream, in UTF-8, without its end. */
  public static String firstLine(InputStream in, String from) throws IOException, CommandException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      line.write(next);
      if (line.size() > LONGEST_LINE) {
        throw EngineCommand.failure(
            "The first line of " + from + " is longer than " + LONGEST_LINE + " bytes");
      }
    }
    String text = line.toString(StandardCharsets.UTF_8);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  private String ask(String prompt, Character mask) throws CommandException {
    try {
      String answer = session.readLine(prompt, mask);
      if (answer == null) {
        throw EngineCommand.failure("Nothing was done");
      }
      return answer;
    } catch (IOException | EndOfFileException | UserInterruptException e) {
      throw EngineCommand.failure("Nothing was done");
    }
  }

  // What clients sent, a name or a description, must not drive the administrator's terminal.
  static String plain(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
  }

  private static String[] plain(String... cells) {
    String[] plain = new String[cells.length];
    for (int i = 0; i < cells.length; i++) {
      plain[i] = plain(cells[i]);
    }
    return plain;
  }
}
