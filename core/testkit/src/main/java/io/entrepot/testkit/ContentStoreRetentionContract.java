package io.entrepot.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.content.AssetWrite;
import io.entrepot.spi.content.ChangeSet;
import io.entrepot.spi.content.MissingReferenceException;
import io.entrepot.spi.content.Retention;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.Test;

/** What every content store knows: which assets nothing needs. */
public abstract class ContentStoreRetentionContract extends ContentStoreSuite {

  /** The assets of the repository {@code files} that nothing needs and that do not stay anyway. */
  protected abstract Set<AssetPath> unneeded() throws Exception;

  @Test
  public void shouldCountOnlyWhatDoesNotStayAnyway() throws Exception {
    set(write("kept"));
    set(write("short").retained(Retention.WHILE_NEEDED));
    set(write("policy").retained(Retention.BY_POLICY));

    assertUnneeded("short", "policy");
    set(write("short"));
    assertUnneeded("policy");
  }

  @Test
  public void shouldNeedWhatIsReferredTo() throws Exception {
    set(write("layer").retained(Retention.WHILE_NEEDED));
    set(write("one").referring(paths("layer")));
    set(write("other").referring(paths("layer")));

    assertUnneeded();
    store.commit(ChangeSet.empty().delete(path("one")));
    assertUnneeded();
    set(write("other"));
    assertUnneeded("layer");
  }

  @Test
  public void shouldJudgeWhatIsSetAndReferredToAtOnce() throws Exception {
    store.commit(
        ChangeSet.empty()
            .put(write("top").referring(paths("layer")), staged("top"))
            .put(write("layer").retained(Retention.WHILE_NEEDED), staged("layer")));

    assertUnneeded();
    set(write("layer").retained(Retention.WHILE_NEEDED));
    assertUnneeded();
    store.commit(ChangeSet.empty().delete(path("top")));
    assertUnneeded("layer");
  }

  @Test
  public void shouldBeNeededByWhatSaysNothingAboutIt() throws Exception {
    set(write("signature").retained(Retention.BY_POLICY).neededBy(paths("image", "also")));

    assertUnneeded("signature");
    set(write("image"));
    assertUnneeded();
    set(write("also"));
    store.commit(ChangeSet.empty().delete(path("image")));
    assertUnneeded();
    store.commit(ChangeSet.empty().delete(path("also")));
    assertUnneeded("signature");
  }

  @Test
  public void shouldForgetWhatItWasNeededByWhenItIsSetAnew() throws Exception {
    set(write("image"));
    set(write("signature").retained(Retention.BY_POLICY).neededBy(paths("image")));

    set(write("signature").retained(Retention.BY_POLICY));

    assertUnneeded("signature");
  }

  @Test
  public void shouldKnowNothingOfOtherRepositories() throws Exception {
    set(write("signature").retained(Retention.BY_POLICY).neededBy(paths("image")));

    TestBytes.put(store("others"), "image", "image");

    assertUnneeded("signature");
  }

  @Test
  public void shouldDeleteOnlyWhatNothingNeeds() throws Exception {
    set(write("needed"));
    set(write("kept").neededBy(paths("owner")));
    set(write("owner").referring(paths("needed")));

    store.commit(ChangeSet.empty().deleteUnneeded(path("needed")).deleteUnneeded(path("kept")));
    assertThat(store.find(path("needed"))).isPresent();
    assertThat(store.find(path("kept"))).isPresent();

    store.commit(
        ChangeSet.empty()
            .delete(path("owner"))
            .deleteUnneeded(path("needed"))
            .deleteUnneeded(path("kept"))
            .deleteUnneeded(path("never")));
    assertThat(store.find(path("needed"))).isEmpty();
    assertThat(store.find(path("kept"))).isEmpty();
  }

  @Test
  public void shouldRefuseToDeleteWhatTheSameChangesNeed() throws Exception {
    set(write("layer"));

    assertThatThrownBy(
            () ->
                store.commit(
                    ChangeSet.empty()
                        .put(write("top").referring(paths("layer")), staged("top"))
                        .deleteUnneeded(path("layer"))))
        .isInstanceOf(MissingReferenceException.class);
    assertThat(store.find(path("layer"))).isPresent();
  }

  private void set(AssetWrite write) throws IOException {
    store.commit(ChangeSet.empty().put(write, staged(write.path().value())));
  }

  private void assertUnneeded(String... paths) throws Exception {
    assertThat(unneeded()).isEqualTo(paths(paths));
  }

  private static Set<AssetPath> paths(String... texts) {
    return Arrays.stream(texts).map(ContentStoreSuite::path).collect(Collectors.toSet());
  }
}
