package io.entrepot.engine.task;

import io.entrepot.engine.admin.TaskRunView;
import io.entrepot.engine.admin.TaskRunView.Result;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A run that goes on. Its work tells it how far it is, others look at it and may stop it. */
final class LiveRun implements TaskRun {

  private static final Logger LOG = LoggerFactory.getLogger(LiveRun.class);
  private static final int MOST_LINES = 100;

  private record Progress(String what, long done, long total) {
    String text() {
      if (what.isEmpty()) {
        return "";
      }
      return what + ": " + done + (total > 0 ? " of " + total : "");
    }
  }

  private final TaskProperties properties;
  private final boolean byHand;
  private final Instant started;
  private final long number;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final List<String> report = new ArrayList<>();
  private volatile Progress progress = new Progress("", 0, 0);
  private volatile boolean cancelled;
  private volatile boolean interrupted;

  LiveRun(TaskProperties properties, boolean byHand, Instant started, long number) {
    this.properties = properties;
    this.byHand = byHand;
    this.started = started;
    this.number = number;
  }

  @Override
  public TaskProperties properties() {
    return properties;
  }

  @Override
  public void progress(String what, long done, long total) throws TaskCancelledException {
    progress = new Progress(what, done, total);
    if (cancelled) {
      throw new TaskCancelledException();
    }
  }

  @Override
  public synchronized void report(String line) {
    if (report.size() < MOST_LINES) {
      report.add(line);
    }
  }

  /** How far it is, for people. */
  String progress() {
    return progress.text();
  }

  /** Whether somebody asked for it; otherwise its time had come. */
  boolean byHand() {
    return byHand;
  }

  /** Asks it to stop at its next step. */
  void cancel() {
    cancelled = true;
  }

  boolean cancelled() {
    return cancelled;
  }

  /** Asks it to stop because it cannot go on now; it shall begin anew some time. */
  void interrupt() {
    interrupted = true;
    cancelled = true;
  }

  boolean interrupted() {
    return interrupted;
  }

  /** Its number in the history. */
  long number() {
    return number;
  }

  /** As it is now. */
  synchronized TaskRunView view() {
    return new TaskRunView(byHand, Optional.empty(), started, Optional.empty(), "", report);
  }

  /** Lets a type do its work; gives what came of it, whatever that is. */
  TaskRunView perform(String task, TaskType type, Clock clock) {
    try {
      type.run(this);
      return view(Result.OK, "", clock.instant());
    } catch (TaskCancelledException e) {
      return view(interrupted ? Result.INTERRUPTED : Result.CANCELED, "", clock.instant());
    } catch (IOException | RuntimeException | Error e) {
      LOG.warn("Task {} failed", task, e);
      String message = e.getMessage() == null ? e.toString() : e.getMessage();
      // What was cut off because everything ends may have failed for that reason.
      return view(interrupted ? Result.INTERRUPTED : Result.FAILED, message, clock.instant());
    }
  }

  private synchronized TaskRunView view(Result result, String message, Instant at) {
    return new TaskRunView(byHand, Optional.of(result), started, Optional.of(at), message, report);
  }

  /** Lets those go on who wait for its end. */
  void ended() {
    ended.countDown();
  }

  /** Waits for its end; false if that takes longer, or whoever waits is interrupted. */
  boolean awaitEnd(long seconds) {
    try {
      return ended.await(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
