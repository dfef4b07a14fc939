package io.entrepot.shell.task;

import io.entrepot.engine.admin.TaskAdmin;
import io.entrepot.engine.admin.TaskView;
import io.entrepot.shell.console.Names;
import java.util.Collection;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Completes the ids of tasks. */
@Service
public final class TaskIds extends Names {

  @Reference TaskAdmin tasks;

  @Override
  protected Collection<String> names() {
    return tasks.list().stream().map(TaskView::id).toList();
  }
}
