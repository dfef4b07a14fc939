-- This server's own users.
CREATE TABLE account (
  id         TEXT PRIMARY KEY NOT NULL,
  first_name TEXT NOT NULL,
  last_name  TEXT NOT NULL,
  email      TEXT NOT NULL,
  status     TEXT NOT NULL,   -- ACTIVE, LOCKED, DISABLED, CHANGEPASSWORD
  password   TEXT NOT NULL    -- a PHC string
);

-- Roles that are not built in, and built-in ones that were changed.
CREATE TABLE role (
  id          TEXT PRIMARY KEY NOT NULL,
  name        TEXT NOT NULL,
  description TEXT NOT NULL
);

CREATE TABLE role_privilege (
  role      TEXT NOT NULL REFERENCES role (id) ON DELETE CASCADE,
  privilege TEXT NOT NULL,
  PRIMARY KEY (role, privilege)
);

-- What is contained may be built in, and has no row then.
CREATE TABLE role_contained (
  role      TEXT NOT NULL REFERENCES role (id) ON DELETE CASCADE,
  contained TEXT NOT NULL,
  PRIMARY KEY (role, contained)
);
CREATE INDEX role_contained_contained ON role_contained (contained);

-- As above, the role may be built in.
CREATE TABLE account_role (
  account TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  role    TEXT NOT NULL,
  PRIMARY KEY (account, role)
);
CREATE INDEX account_role_role ON account_role (role);
