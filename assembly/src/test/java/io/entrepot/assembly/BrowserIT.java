package io.entrepot.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.Test;

/** Folder listings, as a person's browser shows them. */
public class BrowserIT {

  private static final Pattern LINK = Pattern.compile("<a href=\"([^\"]*)\"[^>]*>([^<]*)</a>");

  private static Entrepot server;

  @BeforeClass
  public static void start() throws IOException {
    server = Entrepot.started();
  }

  @AfterClass
  public static void stop() throws IOException {
    server.close();
  }

  @Test
  public void shouldListAFolderWhoseLinksLeadOn() throws Exception {
    put("manuals/first steps.txt", "read me");
    put("manuals/<b>bold<b> & more.txt", "not markup");
    put("manuals/deeper/below.txt", "far down");

    String root = shown("/repository/raw-hosted/");
    String folder = shown(resolved("/repository/raw-hosted/", link(root, "manuals/")));

    assertThat(folder).contains("first steps.txt").contains("&lt;b&gt;bold").doesNotContain("<b>");
    String deeper = link(folder, "deeper/");
    String below = shown(resolved("/repository/raw-hosted/manuals/", deeper));
    assertThat(below).contains("below.txt");
    String file = resolved("/repository/raw-hosted/manuals/", link(folder, "first steps.txt"));
    // A browser saves files: they come as attachments.
    assertThat(server.asAdmin("GET", file, "").body()).isEqualTo("read me");
  }

  @Test
  public void shouldShowTheWelcomePage() throws Exception {
    assertThat(shown("/")).contains("Entrepot").contains("/ca.crt");
  }

  private static void put(String path, String text) throws Exception {
    String encoded = new URI(null, null, "/repository/raw-hosted/" + path, null).getRawPath();
    assertThat(server.asAdmin("PUT", encoded, text).statusCode()).as(path).isEqualTo(201);
  }

  private static String resolved(String base, String link) {
    return URI.create(base).resolve(link.replace("&amp;", "&")).toString();
  }

  private static String link(String page, String text) {
    Matcher link = LINK.matcher(page);
    while (link.find()) {
      if (link.group(2).strip().equals(text)) {
        return link.group(1);
      }
    }
    throw new AssertionError("no link '" + text + "' in " + page);
  }

  /** The document that Chromium made of a page. */
  private static String shown(String path) throws IOException {
    Path profile = server.scratch("profile");
    String url = "http://" + server.admin() + "@127.0.0.1:" + server.httpPort() + path;
    return Command.of(
            "chromium",
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--user-data-dir=" + profile,
            "--dump-dom",
            url)
        .within(Duration.ofMinutes(2))
        .succeed();
  }
}
