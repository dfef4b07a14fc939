package io.entrepot.engine.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.entrepot.engine.admin.TaskDefinition;
import io.entrepot.engine.admin.TaskSchedule;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.Rule;
import org.junit.Test;

public final class TasksResourceTest {

  private static final String WEEKLY =
      "{\"type\":\"sweep\",\"name\":\"Sweep it\",\"enabled\":true,\"alertEmail\":\"\","
          + "\"notificationCondition\":\"FAILURE\",\"properties\":{\"level\":5,\"deep\":true},"
          + "\"frequency\":{\"schedule\":\"weekly\",\"startDate\":1777630830,"
          + "\"timeZoneOffset\":\"-05:00\",\"recurringDays\":[7,1]}}";

  @Rule public final RestServer server = new RestServer();

  @Test
  public void shouldMakeShowAndChangeATask() throws Exception {
    RestServer.Answer made = server.send("admin", "POST", "tasks", WEEKLY);
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().at("/id").asText()).isEqualTo("sweep-0");
    assertThat(server.tasks.kept.get("sweep-0"))
        .isEqualTo(
            new TaskDefinition(
                "sweep",
                "Sweep it",
                true,
                new TaskSchedule(
                    TaskSchedule.Kind.WEEKLY,
                    Optional.of(Instant.parse("2026-05-01T10:20:30Z")),
                    new TreeSet<>(Set.of(1, 7)),
                    Optional.empty(),
                    Optional.of(ZoneOffset.ofHours(-5))),
                Map.of("level", "5", "deep", "true")));

    JsonNode shown = server.get("admin", "tasks/sweep-0").json();
    assertThat(shown.at("/currentState").asText()).isEqualTo("WAITING");
    assertThat(shown.at("/lastRunResult").asText()).isEqualTo("FAILED");
    assertThat(shown.at("/lastRun").asText()).isEqualTo("2026-05-01T10:20:30.456+00:00");
    assertThat(shown.at("/nextRun").asText()).isEqualTo("2026-05-01T10:21:30.456+00:00");
    assertThat(shown.at("/message").asText()).isEqualTo("no room");
    assertThat(shown.at("/schedule").asText()).isEqualTo("weekly");
    assertThat(shown.at("/startDate").asText()).isEqualTo("2026-05-01T10:20:30.000+00:00");
    assertThat(shown.at("/recurringDays").toString()).isEqualTo("[1,7]");
    assertThat(shown.at("/timeZoneOffset").asText()).isEqualTo("-05:00");
    assertThat(shown.at("/properties/level").asText()).isEqualTo("5");

    String cron =
        "{\"name\":\"New\",\"enabled\":false,"
            + "\"frequency\":{\"schedule\":\"cron\",\"cronExpression\":\"0 0 3 * * ?\"}}";
    assertThat(server.send("admin", "PUT", "tasks/sweep-0", cron).status()).isEqualTo(204);
    assertThat(server.tasks.kept.get("sweep-0").schedule())
        .isEqualTo(TaskSchedule.cron("0 0 3 * * ?"));
    assertThat(server.send("admin", "POST", "tasks/sweep-0/run", "").status()).isEqualTo(405);
    assertThat(server.send("admin", "DELETE", "tasks/sweep-0", "").status()).isEqualTo(204);
    assertThat(server.get("admin", "tasks/sweep-0").status()).isEqualTo(404);
  }

  @Test
  public void shouldListTasksOfAType() throws Exception {
    server.send("admin", "POST", "tasks", WEEKLY);
    JsonNode all = server.get("admin", "tasks").json();
    assertThat(all.at("/items").size()).isEqualTo(1);
    assertThat(all.at("/continuationToken").isNull()).isTrue();
    assertThat(server.get("admin", "tasks?type=sweep").json().at("/items").size()).isEqualTo(1);
    assertThat(server.get("admin", "tasks?type=other").json().at("/items").size()).isZero();
  }

  @Test
  public void shouldRunStopAndTellWhatCameOfIt() throws Exception {
    server.send("admin", "POST", "tasks", WEEKLY);
    assertThat(server.send("admin", "POST", "tasks/sweep-0/run", "").status()).isEqualTo(204);
    assertThat(server.send("admin", "POST", "tasks/sweep-0/stop", "").status()).isEqualTo(204);
    assertThat(server.tasks.told).containsExactly("run sweep-0", "stop sweep-0");
    JsonNode runs = server.get("admin", "tasks/sweep-0/runs").json();
    assertThat(runs.at("/0/result").asText()).isEqualTo("FAILED");
    assertThat(runs.at("/0/report/0").asText()).isEqualTo("3 files");
    assertThat(server.send("admin", "POST", "tasks/none/run", "").error())
        .isEqualTo("NOT_FOUND id: there is no task 'none'");
  }

  @Test
  public void shouldOfferTemplates() throws Exception {
    JsonNode templates = server.get("admin", "tasks/templates").json();
    assertThat(templates.at("/0/properties/level").asText()).isEqualTo("3");
    assertThat(server.get("admin", "tasks/templates/sweep").json()).isEqualTo(templates.get(0));
    assertThat(server.get("admin", "tasks/templates/none").error())
        .isEqualTo("NOT_FOUND id: there is no type of task 'none'");
  }

  @Test
  public void shouldSayWhatIsWrongWithASchedule() throws Exception {
    refused("{}", "frequency is missing");
    refused("{\"frequency\":{}}", "frequency.schedule is missing");
    refused(
        "{\"frequency\":{\"schedule\":\"often\"}}",
        "frequency.schedule: 'often' is not one of manual, once, hourly, daily, weekly, monthly,"
            + " cron");
    refused(
        "{\"frequency\":{\"schedule\":\"daily\",\"timeZoneOffset\":\"here\"}}",
        "'here' is not an offset such as -05:00");
    refused(
        "{\"frequency\":{\"schedule\":\"daily\",\"recurringDays\":[\"x\"]}}",
        "frequency.recurringDays: \"x\" is not a whole number in a list");
    refused(
        "{\"frequency\":{\"schedule\":\"daily\",\"startDate\":-1}}",
        "frequency.startDate: -1 is not a number of seconds since 1970");
  }

  private void refused(String fields, String message) throws Exception {
    String body = "{\"type\":\"sweep\",\"name\":\"n\",\"enabled\":true," + fields.substring(1);
    RestServer.Answer answer = server.send("admin", "POST", "tasks", body.replace(",}", "}"));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).contains(message);
  }
}
