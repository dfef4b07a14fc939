package io.entrepot.engine.cleanup;

import io.entrepot.engine.admin.CleanupPreview.Candidate;
import io.entrepot.engine.content.ComponentUse;
import io.entrepot.engine.content.ComponentUses;
import io.entrepot.spi.content.Component;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Goes through the components of a repository, all of a name together, and judges them. */
final class Candidates {

  private static final int PAGE = 500;

  /** Is told what is found. */
  interface Listener {

    /** So many were looked at. */
    void considered(long components) throws IOException;

    /** One that some policy can do without, with what the first of them says. */
    void found(ComponentUse use, Candidate candidate) throws IOException;
  }

  private final ComponentUses uses;
  private final String repository;
  private final List<Judgement> judgements;
  private final Listener listener;
  private long considered;

  Candidates(ComponentUses uses, String repository, List<Judgement> judgements, Listener listener) {
    this.uses = uses;
    this.repository = repository;
    this.judgements = judgements;
    this.listener = listener;
  }

  /** Tells the listener of all, by group, name and version. */
  void find() throws IOException {
    List<ComponentUse> alike = new ArrayList<>();
    Optional<Component> last = Optional.empty();
    List<ComponentUse> page;
    do {
      page = uses.list(repository, last, PAGE);
      for (ComponentUse use : page) {
        if (!alike.isEmpty() && !named(alike.get(0)).equals(named(use))) {
          judge(alike);
          alike.clear();
        }
        alike.add(use);
        last = Optional.of(use.component());
      }
      considered += page.size();
      listener.considered(considered);
    } while (page.size() == PAGE);
    judge(alike);
  }

  private void judge(List<ComponentUse> alike) throws IOException {
    Map<ComponentUse, Candidate> condemned = new LinkedHashMap<>();
    for (Judgement judgement : judgements) {
      for (Judgement.Verdict verdict : judgement.of(alike)) {
        condemned.putIfAbsent(verdict.use(), candidate(judgement, verdict));
      }
    }
    for (Map.Entry<ComponentUse, Candidate> each : condemned.entrySet()) {
      listener.found(each.getKey(), each.getValue());
    }
  }

  private static Candidate candidate(Judgement judgement, Judgement.Verdict verdict) {
    ComponentUse use = verdict.use();
    return new Candidate(
        use.component(), judgement.policy(), verdict.reasons(), use.updated(), use.downloaded());
  }

  private static List<String> named(ComponentUse use) {
    return List.of(use.component().group(), use.component().name());
  }
}
