package io.entrepot.engine.http;

import java.util.List;

/** Paths that lead elsewhere in some reading of them. */
final class Paths {
  private Paths() {}

  static final List<String> AMBIGUOUS =
      List.of(
          "/../etc/passwd",
          "/a/../b",
          "/a/..",
          "/./a",
          "/a/.",
          "/%2e%2e/a",
          "/a/%2e%2e",
          "/a/%2E./b",
          "/a/.%2e/b",
          "/%2e/a",
          "/..;/a",
          "/a/..;x=y/b",
          "/..%3b/a",
          "/..%3Bx/a",
          "/a;/b",
          "/a;x=y",
          "/;/a",
          "/a%2fb",
          "/a%2Fb",
          "/..%2fa",
          "/%2f%2fa",
          "/%2e%2e%2fa",
          "/a%5cb",
          "/a%5Cb",
          "/..%5c..%5ca",
          "/a\\b",
          "/..\\a",
          "/a//b",
          "//a",
          "/a//",
          "/a%00",
          "/%00",
          "/a%00.txt",
          "/a%0a",
          "/a%0d%0aX:%20y",
          "/a%1f",
          "/a%7f",
          "/a%c2%80",
          "/%c0%ae%c0%ae/a",
          "/%c0%af",
          "/%e0%80%af",
          "/%ff",
          "/%c3",
          "/%ed%a0%80",
          "/%u002e%u002e/a",
          "/%",
          "/%2",
          "/%zz",
          "/a%");
}
