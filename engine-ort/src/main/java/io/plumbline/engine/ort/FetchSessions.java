package io.plumbline.engine.ort;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.plumbline.tensor.InternalException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;

/**
 * The sessions of one graph, by the intermediates each has as outputs. One session for each set,
 * never a larger one: where ONNX Runtime may rewrite it fuses around what is not an output, and
 * results must not depend on what was asked before. Few are kept; one in use is closed when it is
 * released.
 */
final class FetchSessions implements AutoCloseable {
  private static final int KEPT = 4;

  private final SequencedMap<Set<String>, Use> kept = new LinkedHashMap<>(16, 0.75f, true);
  private final Function<Set<String>, OrtSession> opener;

  FetchSessions(Function<Set<String>, OrtSession> opener) {
    this.opener = opener;
  }

  private static final class Use {
    final OrtSession session;
    int users;
    boolean evicted;

    Use(OrtSession session) {
      this.session = session;
    }
  }

  /** A session on loan. */
  final class Loan implements AutoCloseable {
    private final Use use;

    private Loan(Use use) {
      this.use = use;
    }

    OrtSession session() {
      return use.session;
    }

    @Override
    public void close() {
      release(use);
    }
  }

  synchronized Loan borrow(Set<String> extraOutputs) {
    Use use = kept.get(extraOutputs);
    if (use == null) {
      use = new Use(opener.apply(extraOutputs));
      kept.put(Set.copyOf(extraOutputs), use);
      evict();
    }
    use.users++;
    return new Loan(use);
  }

  private void evict() {
    Iterator<Use> oldest = kept.sequencedValues().iterator();
    while (kept.size() > KEPT) {
      Use use = oldest.next();
      oldest.remove();
      use.evicted = true;
      if (use.users == 0) {
        closeSession(use);
      }
    }
  }

  private synchronized void release(Use use) {
    use.users--;
    if (use.evicted && use.users == 0) {
      closeSession(use);
    }
  }

  private static void closeSession(Use use) {
    try {
      use.session.close();
    } catch (OrtException e) {
      throw new InternalException(
          "internal.onnxruntime",
          "closing a session",
          "ONNX Runtime: " + OrtSessions.shorten(e),
          "report this as a defect",
          e);
    }
  }

  @Override
  public synchronized void close() {
    for (Use use : kept.values()) {
      use.evicted = true;
      if (use.users == 0) {
        closeSession(use);
      }
    }
    kept.clear();
  }
}
