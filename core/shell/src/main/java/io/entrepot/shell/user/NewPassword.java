package io.entrepot.shell.user;

import io.entrepot.shell.console.Console;
import io.entrepot.shell.console.EngineCommand;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.karaf.shell.support.CommandException;

/**
 * Where a new password comes from. Never a word of the command line: that ends in histories and
 * lists of processes.
 *
 * @param standardInput whether it is the first line of standard input
 * @param file the file on the server whose first line it is
 */
record NewPassword(boolean standardInput, Optional<String> file) {

  /** Reads it, or asks for it twice. */
  String read(Console console) throws CommandException, IOException {
    if (standardInput && file.isPresent()) {
      throw EngineCommand.failure("--password-stdin and --password-file exclude each other");
    }
    String password = given(console);
    if (password.isEmpty()) {
      throw EngineCommand.failure("The password is empty");
    }
    return password;
  }

  private String given(Console console) throws CommandException, IOException {
    if (standardInput) {
      return console.inputLine();
    }
    if (file.isPresent()) {
      return firstLine(file.get());
    }
    if (!console.interactive()) {
      throw EngineCommand.failure(
          "Nobody is there to ask for the password: give --password-file or --password-stdin");
    }
    String password = console.secret("New password: ");
    if (!console.secret("Again: ").equals(password)) {
      throw EngineCommand.failure("The two passwords differ");
    }
    return password;
  }

  private static String firstLine(String file) throws CommandException {
    try {
      Path path = Path.of(file);
      if (!path.isAbsolute()) {
        throw EngineCommand.failure(
            "--password-file: '" + file + "' is no absolute path of a file on the server");
      }
      try (InputStream in = Files.newInputStream(path)) {
        return Console.firstLine(in, file);
      }
    } catch (NoSuchFileException e) {
      throw EngineCommand.failure("--password-file: there is no '" + file + "' on the server");
    } catch (InvalidPathException | IOException e) {
      throw EngineCommand.failure(
          "--password-file: '" + file + "' cannot be read: " + e.getMessage());
    }
  }
}
