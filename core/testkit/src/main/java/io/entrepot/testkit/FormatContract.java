package io.entrepot.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.entrepot.spi.content.Asset;
import io.entrepot.spi.content.AssetPath;
import io.entrepot.spi.format.Format;
import io.entrepot.spi.format.Repository;
import io.entrepot.spi.format.RepositoryType;
import io.entrepot.spi.format.RootClaim;
import io.entrepot.spi.format.SearchField;
import io.entrepot.spi.format.SettingsField;
import io.entrepot.spi.format.UploadField;
import io.entrepot.spi.format.UploadForm;
import io.entrepot.spi.http.ErrorForm;
import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Method;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.page.Cursor;
import io.entrepot.spi.security.Action;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Test;

/** What every format with hosted repositories does, whatever its protocol. */
public abstract class FormatContract {

  /** Paths that clients send by mistake or to do harm: none may bring a format down. */
  private static final List<String> HOSTILE =
      List.of(
          "",
          "/",
          "//",
          ".",
          "..",
          "../../etc/passwd",
          "a/../../b",
          "a//b",
          "a/./b",
          "/a",
          "a/",
          "a\\b",
          "a\u0000b",
          "a\r\nX-Injected: 1",
          "%2e%2e/%00",
          "a?b=c#d",
          "{x}",
          "'; DROP TABLE asset; --",
          "<script>alert(1)</script>",
          "\u00fc/\uD83D\uDE00",
          "\uD83D",
          "\u202Egpj.exe",
          " ",
          ":",
          "@",
          "sha256:",
          "a".repeat(5000),
          "a/".repeat(2100) + "a");

  private Format format;
  private TestContext context;
  private RepositoryDriver driver;

  /** The format, as its bundle would register it. */
  protected abstract Format format();

  /** Puts something into a repository, by requests as clients send them. */
  protected abstract void fill(RepositoryDriver repository) throws IOException;

  /** Paths at which {@code GET} answers 200 once the repository is filled, and 404 before. */
  protected abstract List<String> filled();

  /** A path at which nothing is, but could be. */
  protected String missing() {
    return "nothing/is/here";
  }

  /**
   * Whether anybody may make that request, without credentials or rights: a protocol's greeting.
   */
  protected boolean isOpen(TestRequest request) {
    return false;
  }

  /** Creates a repository. */
  @Before
  public final void create() {
    format = format();
    context = TestContext.hosted(format);
    driver = RepositoryDriver.of(format, context);
  }

  @Test
  public void shouldDescribeItself() {
    assertThat(format.descriptor()).isEqualTo(format.descriptor());
    assertThat(format.descriptor().label()).isNotBlank();
    assertThat(format.descriptor().connectorGroup()).matches("[a-z][A-Za-z0-9]*");
    assertThat(format.descriptor().types()).contains(RepositoryType.HOSTED);
    assertThat(format.descriptor().searchFields())
        .extracting(SearchField::parameter)
        .doesNotHaveDuplicates();
  }

  @Test
  public void shouldServeEveryAssetWhereItSays() throws IOException {
    fill(driver);

    List<Asset> assets = driver.content().list(AssetPath.ROOT, Cursor.START, 1000).items();
    assertThat(assets).isNotEmpty();
    for (Asset asset : assets) {
      String address = driver.repository().address(asset.path());
      assertThat(driver.send(TestRequest.get(address)).status())
          .as("'" + asset.path() + "' at '" + address + "'")
          .isEqualTo(200);
    }
  }

  @Test
  public void shouldTakeWhatItsFormDescribes() throws IOException {
    Optional<UploadForm> form = format.uploads();
    if (form.isEmpty()) {
      return;
    }
    Map<String, String> component = filledIn(form.get().componentFields());
    Map<String, String> asset = filledIn(form.get().assetFields());

    String path = form.get().path(component, asset);

    assertThat(driver.send(TestRequest.put(path, "uploaded")).status()).isLessThan(300);
    assertThat(driver.content().list(AssetPath.ROOT, Cursor.START, 10).items()).isNotEmpty();
  }

  private static Map<String, String> filledIn(List<UploadField> fields) {
    assertThat(fields).allSatisfy(field -> assertThat(field.label()).isNotBlank());
    return fields.stream().collect(Collectors.toMap(UploadField::name, field -> field.name()));
  }

  @Test
  public void shouldDescribeItsSettings() {
    List<SettingsField> fields = format.descriptor().fields();

    assertThat(fields).extracting(SettingsField::path).doesNotHaveDuplicates();
    for (SettingsField field : fields) {
      assertThat(field.path()).matches("[a-z][A-Za-z0-9]*(\\.[a-z][A-Za-z0-9]*)+");
      assertThat(field.label()).as(field.path()).isNotBlank();
      assertThat(field.help()).as(field.path()).isNotBlank();
      assertThat(format.descriptor().types()).as(field.path()).containsAll(field.types());
      assertThat(field.types()).as(field.path()).isNotEmpty();
      requireFittingDefault(field);
    }
  }

  @Test
  public void shouldClaimPathsOfTheRoot() {
    for (RootClaim claim : format.roots()) {
      assertThat(claim.path()).startsWith("/").endsWith("/").hasSizeGreaterThan(1);
    }
    assertThat(format.roots())
        .extracting(RootClaim::path)
        .isEqualTo(format.roots().stream().map(RootClaim::path).toList());
  }

  @Test
  public void shouldCreateRepositoriesWithoutTouchingTheirContent() {
    TestContext untouchable = context.holding(new UntouchableContentStore());

    Repository repository = format.create(untouchable);

    assertThat(repository).isNotSameAs(format.create(untouchable));
    repository.close();
    repository.close();
  }

  @Test
  public void shouldServeWhatWasPut() throws IOException {
    for (String path : filled()) {
      assertThat(driver.send(TestRequest.get(path)).status()).as(path).isEqualTo(404);
    }

    fill(driver);

    for (String path : filled()) {
      assertThat(driver.send(TestRequest.get(path)).status()).as(path).isEqualTo(200);
    }
  }

  @Test
  public void shouldKeepRepositoriesApart() throws IOException {
    RepositoryDriver other = RepositoryDriver.of(format, TestContext.hosted(format).named("other"));

    fill(driver);

    for (String path : filled()) {
      assertThat(other.send(TestRequest.get(path)).status()).as(path).isEqualTo(404);
    }
  }

  @Test
  public void shouldServeTheSameContentInANewSnapshot() throws IOException {
    fill(driver);
    driver.repository().close();

    RepositoryDriver next = RepositoryDriver.of(format, context);

    for (String path : filled()) {
      assertThat(next.send(TestRequest.get(path)).status()).as(path).isEqualTo(200);
    }
  }

  @Test
  public void shouldAnswerHeadAsGetWithoutTheBody() throws IOException {
    fill(driver);

    for (String path : filled()) {
      TestReply get = driver.send(TestRequest.get(path));
      TestReply head = driver.send(TestRequest.head(path));

      assertThat(head.status()).as(path).isEqualTo(get.status());
      assertThat(head.headers()).as(path).isEqualTo(get.headers());
      assertThat(head.body()).as(path).isEmpty();
    }
  }

  @Test
  public void shouldServeNobodyByDefault() throws IOException {
    fill(driver);

    List<String> wrong = new ArrayList<>();
    for (Method method : Method.values()) {
      for (String path : everyPath()) {
        TestRequest request = TestRequest.of(method, path).body("x").asNobody();
        if (!isOpen(request)) {
          int status = driver.send(request).status();
          if (status != 401) {
            wrong.add(shown(request) + ": " + status);
          }
        }
      }
    }
    assertThat(wrong).as("requests that were not answered 401").isEmpty();
  }

  @Test
  public void shouldServeNobodyWithoutRights() throws IOException {
    fill(driver);

    List<String> wrong = new ArrayList<>();
    for (Method method : Method.values()) {
      for (String path : everyPath()) {
        TestRequest request = TestRequest.of(method, path).body("x").allowing(right -> false);
        if (!isOpen(request)) {
          int status = driver.send(request).status();
          if (status != 403) {
            wrong.add(shown(request) + ": " + status);
          }
        }
      }
    }
    assertThat(wrong).as("requests that were not answered 403").isEmpty();
  }

  @Test
  public void shouldNotLetReadersWrite() throws IOException {
    fill(driver);
    Set<Action> reading = Set.of(Action.BROWSE, Action.READ);

    for (String path : filled()) {
      for (Method method : List.of(Method.PUT, Method.POST, Method.PATCH, Method.DELETE)) {
        TestReply reply =
            driver.send(
                TestRequest.of(method, path)
                    .body("x")
                    .allowing(right -> reading.contains(right.action())));

        assertThat(reply.status()).as(method + " " + path).isBetween(400, 499);
      }
      assertThat(driver.send(TestRequest.get(path)).status()).as(path).isEqualTo(200);
    }
  }

  @Test
  public void shouldSayThatSomethingIsMissing() {
    TestReply get = driver.send(TestRequest.get(missing()));
    TestReply head = driver.send(TestRequest.head(missing()));

    assertThat(get.status()).isEqualTo(404);
    assertThat(get.body()).isNotEmpty();
    assertThat(head.status()).isEqualTo(404);
    assertThat(head.body()).isEmpty();
  }

  @Test
  public void shouldSurviveHostilePaths() throws IOException {
    fill(driver);

    List<String> wrong = new ArrayList<>();
    for (Method method : Method.values()) {
      for (String path : HOSTILE) {
        TestRequest request = TestRequest.of(method, path).body("x");
        try {
          int status = driver.send(request).status();
          if (status < 200 || status > 499) {
            wrong.add(shown(request) + ": " + status);
          }
        } catch (RuntimeException e) {
          wrong.add(shown(request) + ": " + e);
        }
      }
    }
    assertThat(wrong).as("requests that broke the format").isEmpty();
  }

  @Test
  public void shouldTellItsClientsOfTheEnginesProblems() {
    TestRequest request = TestRequest.get(missing());
    for (int status : new int[] {400, 401, 403, 404, 412, 413, 429, 500, 503, 507}) {
      Problem problem =
          new Problem(
              status, "SOME_CODE", "what it \"is\" about\n", Headers.of("Retry-After", "17"));

      TestReply reply = driver.refuse(request, problem);

      assertThat(reply.status()).isEqualTo(status);
      assertThat(reply.text()).as("status " + status).contains("what it");
      assertThat(reply.header("Content-Type")).as("status " + status).isNotEmpty();
      assertThat(reply.header("Retry-After")).as("status " + status).isEqualTo("17");
      assertThat(reply.headers().first("WWW-Authenticate").isPresent()).isEqualTo(status == 401);
    }
  }

  @Test
  public void shouldRenderProblemsWithoutRights() {
    for (ErrorForm form : format.errors().stream().toList()) {
      Problem problem = new Problem(401, "UNAUTHORIZED", "who are you?");

      assertThat(form.render(TestRequest.get("").asNobody(), problem).status()).isEqualTo(401);
    }
  }

  private List<String> everyPath() {
    return Stream.of(HOSTILE, filled(), List.of(missing())).flatMap(List::stream).toList();
  }

  private static void requireFittingDefault(SettingsField field) {
    String value = field.defaultValue();
    switch (field.kind()) {
      case FLAG -> assertThat(value).as(field.path()).isIn("true", "false");
      case NUMBER -> assertThat(value).as(field.path()).matches("-?\\d*");
      case CHOICE -> assertThat(field.choices()).as(field.path()).contains(value);
      case TEXT, LIST, SECRET -> assertThat(field.choices()).as(field.path()).isEmpty();
    }
  }

  private static String shown(TestRequest request) {
    String path = request.path().replaceAll("[^ -~]", "?");
    return request.method() + " /" + path.substring(0, Math.min(60, path.length()));
  }
}
