package io.entrepot.format.docker;

import com.fasterxml.jackson.databind.JsonNode;
import io.entrepot.spi.format.MemberAnswer;
import io.entrepot.spi.format.Members;
import io.entrepot.spi.http.Body;
import io.entrepot.spi.http.Parameters;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.ProblemException;
import io.entrepot.spi.http.Request;
import io.entrepot.spi.http.Response;
import io.entrepot.spi.page.Cursor;
import io.entrepot.spi.page.Page;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Lists that the members of a group make together. One of a member that does not answer is left out
 * and said to be missing; only if nobody answers there is no list.
 */
final class DockerGroupLists {

  private final Members members;

  DockerGroupLists(Members members) {
    this.members = members;
  }

  /** The tags of an image, whichever members have it. */
  Response tags(Request request, GroupRequest inner, Route.Tags which) throws IOException {
    PageQuery asked = PageQuery.of(request.query());
    GroupRequest each = inner.list("v2/" + which.image() + "/tags/list", page(asked));
    return Response.Await.on(
        members.all(each),
        answers -> {
          Merged tags = merged(answers, "tags", JsonNode::asText, DockerTags.ORDER);
          tags.requireSome();
          Page<JsonNode> page = tags.first(asked.size());
          return tags.marked(
              DockerTags.reply(
                  request,
                  which,
                  asked,
                  page.items().stream().map(JsonNode::asText).toList(),
                  page.next().isPresent()));
        });
  }

  /** What refers to a manifest, whichever members have it. */
  Response referrers(Request request, GroupRequest inner, Route.Referrers which)
      throws IOException {
    GroupRequest each =
        inner.list("v2/" + which.image() + "/referrers/" + which.subject(), request.query());
    return Response.Await.on(
        members.all(each),
        answers -> {
          Merged found =
              merged(answers, "manifests", DockerReferrers::digest, Comparator.naturalOrder());
          found.requireAnswer();
          Page<JsonNode> page = found.first(Integer.MAX_VALUE);
          return found.marked(
              DockerReferrers.reply(
                  request,
                  which,
                  new DockerReferrers.Listed(page.items(), page.next().isPresent())));
        });
  }

  /** Names of images. */
  CompletionStage<Page<String>> images(GroupRequest inner, PageQuery asked) {
    return members
        .all(inner.list("v2/_catalog", page(asked)))
        .thenApply(
            answers -> {
              Page<JsonNode> page =
                  unchecked(
                      () ->
                          merged(
                                  answers,
                                  "repositories",
                                  JsonNode::asText,
                                  Comparator.<String>naturalOrder())
                              .first(asked.size()));
              return new Page<>(page.items().stream().map(JsonNode::asText).toList(), page.next());
            });
  }

  /** Images that a search finds, each once. */
  CompletionStage<List<DockerHit>> search(GroupRequest inner, DockerQuery query) {
    Parameters parameters =
        new Parameters(
            Map.of("q", List.of(query.without()), "n", List.of(Integer.toString(query.limit()))));
    return members
        .all(inner.list("v1/search", parameters))
        .thenApply(
            answers -> {
              Map<String, DockerHit> hits = new LinkedHashMap<>();
              for (MemberAnswer answer : answers) {
                if (answer instanceof MemberAnswer.Found found) {
                  JsonNode body = unchecked(() -> json(found.reply()));
                  DockerSearch.read(body, query.prefix())
                      .forEach(hit -> hits.putIfAbsent(hit.name(), hit));
                }
              }
              return hits.values().stream().limit(query.limit()).toList();
            });
  }

  private static Parameters page(PageQuery asked) {
    return new Parameters(
        Map.of("n", List.of(Integer.toString(asked.size())), "last", List.of(asked.last())));
  }

  private interface Key {
    String of(JsonNode item);
  }

  /** What the members' pages have, and how far that is all there is. */
  private record Merged(
      TreeMap<String, JsonNode> items,
      Optional<String> known,
      int answers,
      List<MemberAnswer.Failed> failures,
      Optional<Problem> absent) {

    /** As many of the first items, of those behind which no member has others. */
    Page<JsonNode> first(int limit) {
      List<String> keys = new ArrayList<>();
      for (String key : items.keySet()) {
        if (keys.size() == limit
            || (known.isPresent() && items.comparator().compare(key, known.get()) > 0)) {
          break;
        }
        keys.add(key);
      }
      boolean more = known.isPresent() || keys.size() < items.size();
      List<JsonNode> page = keys.stream().map(items::get).toList();
      return more && !keys.isEmpty()
          ? new Page<>(page, Optional.of(Cursor.after(keys.get(keys.size() - 1))))
          : Page.last(page);
    }

    void requireSome() throws ProblemException {
      requireAnswer();
      if (answers == 0) {
        throw absent
            .map(Problem::asException)
            .orElseGet(() -> DockerError.NAME_UNKNOWN.because("the group has no members"));
      }
    }

    void requireAnswer() throws ProblemException {
      if (answers == 0 && !failures.isEmpty()) {
        Problem problem = failures.get(0).problem();
        throw new Problem(
                502,
                DockerError.UNKNOWN.name(),
                "repository '%s' does not answer: %s"
                    .formatted(failures.get(0).member(), problem.message()))
            .asException();
      }
    }

    /** The list, with a note of whose part is missing. */
    Response.Reply marked(Response.Reply reply) {
      Response.Reply marked = reply;
      for (MemberAnswer.Failed failed : failures) {
        marked = marked.with("Warning", "199 Entrepot \"" + failed.member() + " does not answer\"");
      }
      return marked;
    }
  }

  private static Merged merged(
      List<MemberAnswer> answers, String field, Key key, Comparator<String> order)
      throws IOException {
    TreeMap<String, JsonNode> items = new TreeMap<>(order);
    List<MemberAnswer.Failed> failures = new ArrayList<>();
    Optional<String> known = Optional.empty();
    Optional<Problem> absent = Optional.empty();
    int found = 0;
    for (MemberAnswer answer : answers) {
      if (answer instanceof MemberAnswer.Failed failed) {
        failures.add(failed);
      } else if (answer instanceof MemberAnswer.Absent none) {
        absent = absent.or(() -> Optional.of(none.problem()));
      } else if (answer instanceof MemberAnswer.Found has) {
        found++;
        String last = "";
        for (JsonNode item : json(has.reply()).path(field)) {
          last = key.of(item);
          items.putIfAbsent(last, item);
        }
        if (has.reply().headers().first("Link").isPresent()) {
          String end = last;
          known = known.filter(other -> order.compare(other, end) <= 0).or(() -> Optional.of(end));
        }
      }
    }
    return new Merged(items, known, found, failures, absent);
  }

  private static JsonNode json(Response.Reply reply) throws IOException {
    if (!(reply.body() instanceof Body.Bytes bytes)) {
      throw new IOException("a member's list has no bytes");
    }
    return Json.read(bytes.value());
  }

  private interface Step<T> {
    T take() throws IOException;
  }

  private static <T> T unchecked(Step<T> step) {
    try {
      return step.take();
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }
}
