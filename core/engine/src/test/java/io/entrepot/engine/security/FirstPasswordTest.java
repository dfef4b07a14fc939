package io.entrepot.engine.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class FirstPasswordTest {

  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  private final MemoryAccountStore store = new MemoryAccountStore();
  private Path data;
  private Path made;

  @Before
  public void prepare() {
    data = folder.getRoot().toPath().resolve("data");
    made = data.resolve("admin.password");
  }

  @Test
  public void shouldMakeAPasswordThatOnlyTheOwnerCanRead() throws Exception {
    LocalUsers users = start(Optional.empty());

    String password = Files.readString(made);
    // 18 random bytes.
    assertThat(password).matches("[A-Za-z0-9_-]{24}");
    assertThat(Files.getPosixFilePermissions(made))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(data.toFile().list()).containsExactly("admin.password");
    assertThat(users.passwords().verify(password, hash(users))).isTrue();
  }

  @Test
  public void shouldMakeAnotherPasswordEachTime() throws Exception {
    assertThat(new FirstPassword(data, Optional.empty()).obtain())
        .isNotEqualTo(new FirstPassword(data, Optional.empty()).obtain());
  }

  @Test
  public void shouldLeaveThePasswordAloneAtTheNextStart() throws Exception {
    start(Optional.empty());
    String password = Files.readString(made);

    LocalUsers users = start(Optional.empty());

    assertThat(made).hasContent(password);
    assertThat(users.passwords().verify(password, hash(users))).isTrue();
  }

  @Test
  public void shouldRemoveTheFileWhenThePasswordIsChanged() throws Exception {
    LocalUsers users = start(Optional.empty());

    users.password("admin", "chosen-by-me");

    assertThat(made).doesNotExist();
  }

  @Test
  public void shouldTakeTheOperatorsPassword() throws Exception {
    for (String ending : new String[] {"", "\n", "\r\n", "\n\n"}) {
      Path given = given("pass word ü" + ending);

      assertThat(new FirstPassword(data, Optional.of(given)).obtain()).isEqualTo("pass word ü");
    }
    assertThat(made).doesNotExist();
  }

  @Test
  public void shouldRefuseAnOperatorsFileWithoutAPassword() throws Exception {
    Map<String, String> wrong =
        Map.of("", "no password", "\nsecond line", "no password", "1234567\n", "shorter than 8");
    for (Map.Entry<String, String> one : wrong.entrySet()) {
      Path given = given(one.getKey());

      assertThatIOException()
          .isThrownBy(() -> start(Optional.of(given)))
          .withMessageContaining(given.toString())
          .withMessageContaining(one.getValue());
    }
    assertThat(store.load().users()).isEmpty();
  }

  @Test
  public void shouldRefuseAnOperatorsFileThatIsNoneOrNoText() throws Exception {
    Path absent = folder.getRoot().toPath().resolve("absent");
    assertThatIOException()
        .isThrownBy(() -> start(Optional.of(absent)))
        .withMessageContaining(absent + " is no file");

    Path given = folder.getRoot().toPath().resolve("given");
    Files.write(given, "passwörtlich".getBytes(StandardCharsets.ISO_8859_1));
    assertThatIOException()
        .isThrownBy(() -> start(Optional.of(given)))
        .withMessageContaining("UTF-8");

    Files.write(given, new byte[5000]);
    assertThatIOException()
        .isThrownBy(() -> start(Optional.of(given)))
        .withMessageContaining("4096");
  }

  private LocalUsers start(Optional<Path> given) throws IOException {
    return new LocalUsers(store, new CountingPasswordHash(), new FirstPassword(data, given));
  }

  private static String hash(LocalUsers users) {
    return users.accounts().user("admin").orElseThrow().hash();
  }

  private Path given(String content) throws IOException {
    return Files.writeString(folder.getRoot().toPath().resolve("given"), content);
  }
}
