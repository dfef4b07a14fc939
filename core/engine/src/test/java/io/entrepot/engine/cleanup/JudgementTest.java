package io.entrepot.engine.cleanup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entrepot.engine.admin.CleanupPolicy;
import io.entrepot.engine.admin.CleanupPolicy.ReleaseType;
import io.entrepot.engine.admin.CleanupPolicy.SortBy;
import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.content.ComponentUse;
import io.entrepot.spi.content.Component;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.Test;

public final class JudgementTest {

  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

  private CleanupPolicy policy =
      new CleanupPolicy(
          "p",
          "*",
          "",
          OptionalInt.empty(),
          OptionalInt.empty(),
          Optional.empty(),
          Optional.empty(),
          OptionalInt.empty(),
          SortBy.VERSION);
  private Instant since = Instant.EPOCH;

  @Test
  public void shouldTakeWhatIsOldToTheDay() throws IOException {
    updated(30);
    assertThat(going(use("1", 30, -1), use("2", 29, -1), use("3", 31, 0)))
        .containsExactly("1", "3");
    assertThat(reasons(use("1", 30, -1))).containsExactly("not updated for 30 days");
  }

  @Test
  public void shouldTakeWhatNobodyReads() throws IOException {
    downloaded(10);
    assertThat(going(use("1", 50, 10), use("2", 50, 9), use("3", 50, -1), use("4", 5, -1)))
        .containsExactly("1", "3");
    assertThat(reasons(use("3", 50, -1))).containsExactly("never downloaded, in 50 days");
    assertThat(reasons(use("1", 50, 12))).containsExactly("not downloaded for 12 days");
  }

  @Test
  public void shouldNotTakeForUnreadWhatIsOlderThanTheNotesOfReads() throws IOException {
    downloaded(10);
    since = NOW.minus(Duration.ofDays(9));
    assertThat(going(use("1", 500, -1))).isEmpty();
    since = NOW.minus(Duration.ofDays(10));
    assertThat(going(use("1", 500, -1))).containsExactly("1");
  }

  @Test
  public void shouldTakeReleasesOrPreReleases() throws IOException {
    releases(ReleaseType.PRERELEASES);
    assertThat(going(use("1-rc1", 1, -1), use("1", 1, -1))).containsExactly("1-rc1");
    releases(ReleaseType.RELEASES);
    assertThat(going(use("1-rc1", 1, -1), use("1", 1, -1))).containsExactly("1");
  }

  @Test
  public void shouldTakeWhatHasAWholePathThatMatches() throws IOException {
    regex("lib/1/.*\\.jar");
    assertThat(going(use("1", 1, -1), use("10", 1, -1))).containsExactly("1");
    regex("1");
    assertThat(going(use("1", 1, -1))).isEmpty();
  }

  @Test
  public void shouldNotHangInAnExpression() {
    regex("(.*)(.*)(.*)(.*)(.*)(.*)(.*)[^a]x");
    ComponentUse use =
        new ComponentUse(
            new Component("", "n", "1"),
            List.of(new ComponentUse.Part("a".repeat(60), NOW, Optional.empty())));
    assertThatThrownBy(() -> judgement().of(List.of(use)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(
            "the regular expression '(.*)(.*)(.*)(.*)(.*)(.*)(.*)[^a]x' takes too long");
  }

  @Test
  public void shouldKeepTheHighestVersions() throws IOException {
    retain(2, SortBy.VERSION);
    assertThat(going(use("1.10", 9, -1), use("1.9", 1, -1), use("2", 8, -1), use("1.8", 2, -1)))
        .containsExactly("1.9", "1.8");
    assertThat(reasonsOf(use("1", 1, -1), use("2", 1, -1), use("3", 1, -1)))
        .containsExactly("not among the 2 highest versions");
  }

  @Test
  public void shouldKeepTheLatest() throws IOException {
    retain(2, SortBy.DATE);
    assertThat(going(use("1.10", 9, -1), use("1.9", 1, -1), use("2", 8, -1), use("latest", 2, -1)))
        .containsExactly("1.10", "2");
  }

  @Test
  public void shouldKeepNamesThatAreNoVersionsBesideTheHighest() throws IOException {
    retain(1, SortBy.VERSION);
    assertThat(going(use("latest", 9, -1), use("1", 9, -1), use("2", 9, -1))).containsExactly("1");
  }

  @Test
  public void shouldCountOnlyWhatThePolicyIsAboutWhenItKeeps() throws IOException {
    retain(1, SortBy.VERSION);
    releases(ReleaseType.PRERELEASES);
    assertThat(going(use("3", 1, -1), use("2", 1, -1), use("2-rc2", 1, -1), use("2-rc1", 1, -1)))
        .as("the newest pre-release stays though there are newer releases")
        .containsExactly("2-rc1");
  }

  @Test
  public void shouldCountTheNewestWhetherTheyAreOldOrNot() throws IOException {
    retain(2, SortBy.VERSION);
    updated(30);
    assertThat(going(use("1", 90, -1), use("2", 1, -1), use("3", 60, -1), use("0.9", 2, -1)))
        .containsExactly("1");
  }

  @Test
  public void shouldRefuseAPolicyThatIsWrongOrWouldTakeAll() {
    refused("has no criterion: it would remove everything");
    retain(0, SortBy.VERSION);
    refused("retain: '0' is not from 1 to 1000000");
    retain(1, SortBy.VERSION);
    updated(0);
    refused("criteriaLastBlobUpdated: '0' is not from 1 to");
    updated(1);
    regex("(");
    refused("criteriaAssetRegex: '(' is no regular expression: Unclosed group at 1");
  }

  private void refused(String message) {
    assertThatThrownBy(() -> PolicyRules.check(policy))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining(message);
  }

  private void updated(int days) {
    set(OptionalInt.of(days), policy.lastDownloaded(), policy.releases(), policy.assetRegex());
  }

  private void downloaded(int days) {
    set(policy.lastBlobUpdated(), OptionalInt.of(days), policy.releases(), policy.assetRegex());
  }

  private void releases(ReleaseType type) {
    set(policy.lastBlobUpdated(), policy.lastDownloaded(), Optional.of(type), policy.assetRegex());
  }

  private void regex(String regex) {
    set(policy.lastBlobUpdated(), policy.lastDownloaded(), policy.releases(), Optional.of(regex));
  }

  private void set(
      OptionalInt updated,
      OptionalInt downloaded,
      Optional<ReleaseType> releases,
      Optional<String> regex) {
    policy =
        new CleanupPolicy(
            "p", "*", "", updated, downloaded, releases, regex, policy.retain(), policy.sortBy());
  }

  private void retain(int most, SortBy order) {
    policy =
        new CleanupPolicy(
            "p",
            "*",
            "",
            policy.lastBlobUpdated(),
            policy.lastDownloaded(),
            policy.releases(),
            policy.assetRegex(),
            OptionalInt.of(most),
            order);
  }

  private Judgement judgement() {
    return new Judgement(policy, NOW, since);
  }

  private List<String> going(ComponentUse... versions) throws IOException {
    return judgement().of(List.of(versions)).stream()
        .map(verdict -> verdict.use().component().version())
        .toList();
  }

  private List<String> reasons(ComponentUse use) throws IOException {
    return reasonsOf(use);
  }

  private List<String> reasonsOf(ComponentUse... versions) throws IOException {
    return judgement().of(List.of(versions)).get(0).reasons();
  }

  /** A component that was updated and read so many days ago; never read if that is negative. */
  private static ComponentUse use(String version, int updated, int read) {
    Optional<Instant> downloaded =
        Stream.of(read).filter(days -> days >= 0).map(JudgementTest::ago).findFirst();
    return new ComponentUse(
        new Component("g", "n", version),
        List.of(
            new ComponentUse.Part("lib/" + version + "/n.pom", ago(updated), Optional.empty()),
            new ComponentUse.Part("lib/" + version + "/n.jar", ago(updated), downloaded)));
  }

  private static Instant ago(int days) {
    return NOW.minus(Duration.ofDays(days));
  }
}
