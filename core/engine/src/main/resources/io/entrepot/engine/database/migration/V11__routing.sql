-- Which paths proxies and groups may be asked for. Matchers: one regular expression a line.
CREATE TABLE routing_rule (
  name TEXT NOT NULL PRIMARY KEY,
  description TEXT NOT NULL,
  mode TEXT NOT NULL,
  matchers TEXT NOT NULL
);
