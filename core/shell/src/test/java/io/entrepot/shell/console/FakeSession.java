package io.entrepot.shell.console;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import org.apache.karaf.shell.api.console.History;
import org.apache.karaf.shell.api.console.Registry;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.apache.karaf.shell.api.console.Signal;
import org.apache.karaf.shell.api.console.SignalListener;
import org.apache.karaf.shell.api.console.Terminal;

/** A script's session, or with {@link #answering} one with somebody at its terminal. */
public final class FakeSession implements Session {

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream console = new PrintStream(printed, true, StandardCharsets.UTF_8);
  private final List<String> questions = new ArrayList<>();
  private final Deque<String> answers = new ArrayDeque<>();
  private InputStream keyboard = InputStream.nullInputStream();
  private Terminal terminal;

  /** Somebody is there, with these answers. */
  public FakeSession answering(String... theirs) {
    answers.addAll(List.of(theirs));
    terminal = new FakeTerminal();
    return this;
  }

  /** Standard input. */
  public FakeSession input(String text) {
    keyboard = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** All that was printed. */
  public String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  /** What was asked; secrets with {@code [*]} before. */
  public List<String> questions() {
    return questions;
  }

  @Override
  public InputStream getKeyboard() {
    return keyboard;
  }

  @Override
  public PrintStream getConsole() {
    return console;
  }

  @Override
  public String readLine(String prompt, Character mask) {
    if (terminal == null) {
      throw new UnsupportedOperationException("nobody is there");
    }
    questions.add((mask == null ? "" : "[" + mask + "]") + prompt);
    return answers.remove();
  }

  @Override
  public Terminal getTerminal() {
    return terminal;
  }

  @Override
  public Object execute(CharSequence commandLine) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Object get(String name) {
    return null;
  }

  @Override
  public void put(String name, Object value) {
    throw new UnsupportedOperationException();
  }

  @Override
  public History getHistory() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Registry getRegistry() {
    throw new UnsupportedOperationException();
  }

  @Override
  public SessionFactory getFactory() {
    throw new UnsupportedOperationException();
  }

  @Override
  public String resolveCommand(String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Path currentDir() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void currentDir(Path path) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void run() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}

  private static final class FakeTerminal implements Terminal {
    @Override
    public String getType() {
      return "fake";
    }

    @Override
    public int getWidth() {
      return 200;
    }

    @Override
    public int getHeight() {
      return 50;
    }

    @Override
    public boolean isAnsiSupported() {
      return false;
    }

    @Override
    public boolean isEchoEnabled() {
      return true;
    }

    @Override
    public void setEchoEnabled(boolean enabled) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void addSignalListener(SignalListener listener, Signal... signals) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void addSignalListener(SignalListener listener, EnumSet<Signal> signals) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void addSignalListener(SignalListener listener) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void removeSignalListener(SignalListener listener) {
      throw new UnsupportedOperationException();
    }
  }
}
