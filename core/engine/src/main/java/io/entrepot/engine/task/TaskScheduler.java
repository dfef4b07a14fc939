package io.entrepot.engine.task;

import io.entrepot.engine.admin.RefusedException;
import io.entrepot.engine.admin.RefusedException.Kind;
import io.entrepot.engine.admin.TaskAdmin;
import io.entrepot.engine.admin.TaskDefinition;
import io.entrepot.engine.admin.TaskRunView;
import io.entrepot.engine.admin.TaskRunView.Result;
import io.entrepot.engine.admin.TaskSchedule;
import io.entrepot.engine.admin.TaskTypeView;
import io.entrepot.engine.admin.TaskView;
import io.entrepot.engine.database.Database;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks when their time has come or somebody asks for it: each task, and each type, once at a
 * time, a few at once.
 *
 * <p>A time that came while the server was down, or while the type was not there, counts once, as
 * soon as the task can run; one that comes while the task runs counts for nothing. A run that the
 * server's end cut off begins anew if it was by schedule. When the database cannot be written,
 * tasks run all the same, so that those which make room can; their history has a gap then.
 */
@Component(service = TaskAdmin.class, immediate = true)
public final class TaskScheduler implements TaskAdmin, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TaskScheduler.class);
  private static final long STOP_SECONDS = 60;

  private final TaskStore store;
  private final Clock clock;
  private final Executor workers;
  private final Runnable end;
  private final TaskTypes types = new TaskTypes();
  private final Map<String, Task> tasks = new TreeMap<>();
  private boolean closing;

  /** The tasks of the server, by its clock and in its time zone. */
  @Activate
  public TaskScheduler(@Reference Database database) throws IOException {
    this.store = new TaskStore(database);
    this.clock = Clock.system(ZoneId.systemDefault());
    TaskThreads made = new TaskThreads();
    this.workers = made;
    this.end = made::close;
    load();
    made.everySecond(this::tick);
  }

  /**
   * Tasks by another clock, in its time zone, which run when {@link #tick} is called.
   *
   * @param workers does what runs
   */
  public TaskScheduler(Database database, Clock clock, Executor workers) throws IOException {
    this.store = new TaskStore(database);
    this.clock = clock;
    this.workers = workers;
    this.end = () -> {};
    load();
  }

  private void load() throws IOException {
    Instant now = clock.instant();
    store.interruptUnfinished(now);
    for (TaskStore.Row row : store.tasks()) {
      Task task = new Task(row, clock);
      if (!task.timely(now)) {
        task.nextRun = task.after(now); // the time zone may be another one by now
      }
      task.lastRun = store.runs(row.id(), 1).stream().findFirst();
      tasks.put(row.id(), task);
    }
  }

  /** A type is there; the first time, a task is made for it. */
  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  public synchronized void add(TaskType type) {
    if (!types.add(type)) {
      LOG.error("There are two types of task called {}; the later one is not used", type.id());
      return;
    }
    try {
      if (!tasks.containsKey(type.id()) && !store.madeInitial(type.id())) {
        addInitial(type);
      }
    } catch (IOException | RefusedException e) {
      LOG.warn("No task was made for type {}", type.id(), e);
    }
  }

  /** A type goes; its run is stopped, and begins anew when the type comes back. */
  public void remove(TaskType type) {
    List<LiveRun> running;
    synchronized (this) {
      if (!types.remove(type)) {
        return;
      }
      running = running(type.id());
    }
    running.forEach(LiveRun::interrupt);
    await(running);
  }

  private void addInitial(TaskType type) throws IOException, RefusedException {
    boolean complete =
        type.fields().stream().noneMatch(field -> field.required() && field.initial().isEmpty());
    if (!complete) {
      return;
    }
    TaskSchedule schedule =
        type.initialSchedule().map(TaskSchedule::cron).orElse(TaskSchedule.MANUAL);
    TaskDefinition definition =
        new TaskDefinition(type.id(), type.label(), true, schedule, Map.of());
    TaskStore.Row row = row(type.id(), definition);
    if (store.insertInitial(row)) {
      tasks.put(row.id(), new Task(row, clock));
    }
  }

  @Override
  public synchronized List<TaskView> list() {
    return tasks.values().stream().map(this::view).toList();
  }

  @Override
  public synchronized Optional<TaskView> find(String id) {
    return Optional.ofNullable(tasks.get(id)).map(this::view);
  }

  @Override
  public synchronized List<TaskTypeView> types() {
    return types.views();
  }

  @Override
  public synchronized TaskView create(TaskDefinition definition)
      throws RefusedException, IOException {
    TaskRules.check(definition, types.require(definition.type()));
    String id;
    do {
      id =
          definition.type()
              + "-"
              + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    } while (tasks.containsKey(id));
    TaskStore.Row row = row(id, definition);
    store.save(row);
    Task task = new Task(row, clock);
    tasks.put(id, task);
    return view(task);
  }

  @Override
  public synchronized TaskView update(String id, TaskDefinition definition)
      throws RefusedException, IOException {
    Task task = existing(id);
    if (!definition.type().equals(task.definition.type())) {
      throw new RefusedException(
          Kind.INVALID,
          "type",
          "type: '" + definition.type() + "' is not '" + task.definition.type() + "', which stays");
    }
    TaskRules.check(definition, types.require(definition.type()));
    TaskStore.Row row = row(id, definition);
    store.save(row);
    task.define(row, clock);
    return view(task);
  }

  @Override
  public synchronized void delete(String id) throws RefusedException, IOException {
    Task task = existing(id);
    if (task.live.isPresent()) {
      throw conflict("task '" + id + "' runs: stop it before it is removed");
    }
    store.delete(id);
    tasks.remove(id);
  }

  @Override
  public void run(String id) throws RefusedException {
    synchronized (this) {
      Task task = existing(id);
      TaskView view = view(task);
      if (view.state() != TaskView.State.WAITING) {
        throw conflict("task '" + id + "' runs already, or waits to");
      }
      if (!task.definition.enabled()) {
        throw new RefusedException(Kind.FORBIDDEN, "enabled", "task '" + id + "' is disabled");
      }
      if (types.find(task.definition.type()).isEmpty()) {
        throw conflict(view.problem().orElseThrow());
      }
      task.requested = true;
    }
    tick();
  }

  @Override
  public synchronized void stop(String id) throws RefusedException {
    Task task = existing(id);
    switch (view(task).state()) {
      case WAITING -> throw conflict("task '" + id + "' does not run");
      case RUNNING_BLOCKED -> {
        task.requested = false;
        if (task.timely(clock.instant())) {
          move(task);
        }
      }
      case RUNNING, RUNNING_CANCELED -> task.live.orElseThrow().cancel();
    }
  }

  @Override
  public List<TaskRunView> history(String id) throws IOException {
    return store.runs(id, TaskStore.KEPT_RUNS);
  }

  /** Begins what is due and can run. */
  public synchronized void tick() {
    if (closing) {
      return;
    }
    Instant now = clock.instant();
    tasks.values().stream()
        .filter(task -> task.live.isPresent() && task.timely(now))
        .forEach(this::move);
    tasks.values().stream()
        .filter(task -> task.due(now))
        .sorted(Comparator.comparing(task -> task.nextRun.orElse(now)))
        .forEach(task -> begin(task, now));
  }

  private void begin(Task task, Instant now) {
    Optional<TaskType> type = types.find(task.definition.type());
    long running = tasks.values().stream().filter(each -> each.live.isPresent()).count();
    if (type.isEmpty()
        || running >= TaskThreads.MOST
        || !running(task.definition.type()).isEmpty()) {
      return;
    }
    boolean byHand = !task.timely(now);
    task.requested = false;
    if (!byHand) {
      task.nextRun = task.after(now);
    }
    long number = 0;
    try {
      number = store.begin(task.id, task.nextRun, byHand, now);
    } catch (IOException e) {
      LOG.warn("The history of task {} will not have its run of now", task.id, e);
    }
    LiveRun run =
        new LiveRun(TaskRules.properties(task.definition, type.get()), byHand, now, number);
    task.live = Optional.of(run);
    workers.execute(() -> work(task, type.get(), run));
  }

  private void work(Task task, TaskType type, LiveRun run) {
    finish(task, run, run.perform(task.id, type, clock));
    tick();
  }

  private void finish(Task task, LiveRun run, TaskRunView view) {
    boolean again = view.result().orElseThrow() == Result.INTERRUPTED && !run.byHand();
    Optional<Instant> anew = again ? view.ended() : Optional.empty();
    try {
      store.end(task.id, run.number(), view, anew);
    } catch (IOException e) {
      LOG.warn("The history of task {} does not have the end of its run", task.id, e);
    }
    synchronized (this) {
      task.live = Optional.empty();
      task.lastRun = Optional.of(view);
      if (again) {
        task.nextRun = anew;
      }
    }
    run.ended();
  }

  /** Its time goes on to the next one. */
  private void move(Task task) {
    task.nextRun = task.after(clock.instant());
    try {
      store.nextRun(task.id, task.nextRun);
    } catch (IOException e) {
      LOG.warn("The next run of task {} was not kept", task.id, e);
    }
  }

  private List<LiveRun> running(String type) {
    return tasks.values().stream()
        .filter(task -> task.definition.type().equals(type))
        .flatMap(task -> task.live.stream())
        .toList();
  }

  private TaskStore.Row row(String id, TaskDefinition definition) throws RefusedException {
    Timetable times = Timetable.of(definition.schedule(), clock.getZone(), clock.instant());
    return new TaskStore.Row(
        id, definition, definition.enabled() ? times.next(clock.instant()) : Optional.empty());
  }

  private TaskView view(Task task) {
    return task.view(clock.instant(), types.find(task.definition.type()).isPresent());
  }

  private Task existing(String id) throws RefusedException {
    Task task = tasks.get(id);
    if (task == null) {
      throw new RefusedException(Kind.NOT_FOUND, "id", "there is no task '" + id + "'");
    }
    return task;
  }

  private static RefusedException conflict(String message) {
    return new RefusedException(Kind.CONFLICT, "", message);
  }

  private static void await(List<LiveRun> running) {
    for (LiveRun run : running) {
      if (!run.awaitEnd(STOP_SECONDS)) {
        LOG.warn("A task did not stop within {} s", STOP_SECONDS);
      }
    }
  }

  /** Stops what runs, to begin it anew at the next start if it was by schedule. */
  @Deactivate
  @Override
  public void close() {
    List<LiveRun> running;
    synchronized (this) {
      closing = true;
      running = tasks.values().stream().flatMap(task -> task.live.stream()).toList();
    }
    running.forEach(LiveRun::interrupt);
    await(running);
    end.run();
  }
}
