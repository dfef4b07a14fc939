package io.entrepot.testkit;

import io.entrepot.spi.http.Headers;
import io.entrepot.spi.http.Method;
import io.entrepot.spi.http.Problem;
import io.entrepot.spi.http.ProblemException;
import io.entrepot.spi.proxy.ProxyCache.Answer;
import io.entrepot.spi.proxy.ProxyCache.Question;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An upstream without a network: answers by address, can be down, and remembers who asked what. */
public final class TestUpstream {

  private final Map<String, Answer> answers = new HashMap<>();
  private final List<Question> questions = Collections.synchronizedList(new ArrayList<>());
  private final TestClock clock = new TestClock();
  private volatile boolean down;

  /** The time, for it and whoever asks it. */
  public TestClock clock() {
    return clock;
  }

  /** From now on it has a text at that address. */
  public TestUpstream has(String address, String contentType, String text) {
    return answers(
        address,
        new Answer(
            200, Headers.of("Content-Type", contentType), text.getBytes(StandardCharsets.UTF_8)));
  }

  /** From now on it answers so at that address. */
  public synchronized TestUpstream answers(String address, Answer answer) {
    answers.put(address, answer);
    return this;
  }

  /** From now on it has nothing at that address. */
  public synchronized TestUpstream hasNot(String address) {
    answers.remove(address);
    return this;
  }

  /** From now on it does not answer, or does again. */
  public void down(boolean newDown) {
    down = newDown;
  }

  /** What it was asked, in order. */
  public List<Question> questions() {
    return List.copyOf(questions);
  }

  /** Its answer; a {@link ProblemException} 502 if it is down. */
  synchronized Answer answer(Question question) throws ProblemException {
    questions.add(question);
    if (down) {
      throw new Problem(502, "UPSTREAM", "the upstream does not answer").asException();
    }
    Answer answer =
        answers.getOrDefault(question.address(), new Answer(404, Headers.none(), new byte[0]));
    return question.method() == Method.HEAD
        ? new Answer(answer.status(), answer.headers(), new byte[0])
        : answer;
  }
}
