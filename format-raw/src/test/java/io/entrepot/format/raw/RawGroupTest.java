package io.entrepot.format.raw;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.spi.format.Members;
import io.entrepot.testkit.MemoryMembers;
import io.entrepot.testkit.RepositoryDriver;
import io.entrepot.testkit.TestContext;
import io.entrepot.testkit.TestReply;
import io.entrepot.testkit.TestRequest;
import org.junit.Before;
import org.junit.Test;

public class RawGroupTest {

  private final RawFormat format = new RawFormat();
  private final RepositoryDriver first = hosted("first");
  private final RepositoryDriver second = hosted("second");
  private RepositoryDriver group;

  @Before
  public void start() {
    first.send(TestRequest.put("a.txt", "of the first"));
    second.send(TestRequest.put("a.txt", "of the second"));
    second.send(TestRequest.put("b.txt", "b"));
    group = group(members());
  }

  @Test
  public void shouldSendTheFileOfTheFirstMemberThatHasIt() {
    TestReply both = group.send(TestRequest.get("a.txt"));
    TestReply one = group.send(TestRequest.get("b.txt"));

    assertThat(both.text()).isEqualTo("of the first");
    assertThat(both.header(Members.MEMBER)).isEqualTo("first");
    assertThat(one.text()).isEqualTo("b");
    assertThat(one.header(Members.MEMBER)).isEqualTo("second");
  }

  @Test
  public void shouldSayOnceWhatABrowserDoesWithAFile() {
    TestReply reply = group.send(TestRequest.get("a.txt"));

    assertThat(reply.headers().all("Content-Disposition"))
        .containsExactly("attachment; filename=\"a.txt\"");
  }

  @Test
  public void shouldShowAFolderWhereNoMemberHasAFile() {
    TestReply reply = group.send(TestRequest.get("nothing"));

    assertThat(reply.status()).isEqualTo(404);
    assertThat(group.send(TestRequest.get("")).listing()).isPresent();
  }

  @Test
  public void shouldPutIntoTheWritableMember() {
    RepositoryDriver writable = group(members().writingTo("second"));

    assertThat(writable.send(TestRequest.put("c.txt", "c")).status()).isEqualTo(201);
    assertThat(second.send(TestRequest.get("c.txt")).text()).isEqualTo("c");
    assertThat(writable.send(TestRequest.delete("c.txt")).status()).isEqualTo(204);
    assertThat(second.send(TestRequest.get("c.txt")).status()).isEqualTo(404);
  }

  @Test
  public void shouldRefuseToPutWhereNoMemberTakesIt() {
    TestReply reply = group.send(TestRequest.put("c.txt", "c"));

    assertThat(reply.status()).isEqualTo(405);
  }

  private RepositoryDriver hosted(String name) {
    return RepositoryDriver.of(format, TestContext.hosted(format).named(name));
  }

  private MemoryMembers members() {
    return new MemoryMembers().and(first).and(second);
  }

  private RepositoryDriver group(Members members) {
    return RepositoryDriver.of(format, TestContext.group(format, members).named("all"));
  }
}
