-- What the server does beside its requests, and when.
CREATE TABLE task (
  id         TEXT PRIMARY KEY NOT NULL,
  type       TEXT   NOT NULL,
  name       TEXT   NOT NULL,
  enabled    BIGINT NOT NULL,           -- 0 or 1
  schedule   TEXT   NOT NULL,           -- manual, once, hourly, daily, weekly, monthly, cron
  start      BIGINT,                    -- ms since 1970
  days       TEXT   NOT NULL,           -- of the week or of the month, with commas between
  cron       TEXT,
  zone       TEXT,                      -- an offset from UTC; NULL: the server's time zone
  properties TEXT   NOT NULL,           -- a JSON object of texts
  next_run   BIGINT                     -- ms since 1970; in the past for a run that was missed
);

-- The last runs of each task.
CREATE TABLE task_run (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  task    TEXT   NOT NULL REFERENCES task (id) ON DELETE CASCADE,
  by_hand BIGINT NOT NULL,              -- 0 or 1
  result  TEXT,                         -- OK, FAILED, CANCELED, INTERRUPTED; NULL while it runs
  started BIGINT NOT NULL,              -- ms since 1970
  ended   BIGINT,                       -- ms since 1970
  message TEXT   NOT NULL,              -- why it failed
  report  TEXT   NOT NULL               -- a JSON array of lines
);
CREATE INDEX task_run_task ON task_run (task, id);
CREATE INDEX task_run_unfinished ON task_run (task) WHERE result IS NULL;

-- The types for which a task was made by itself once: one that was removed does not come back.
CREATE TABLE task_initial (
  type TEXT PRIMARY KEY NOT NULL
);
