package io.plumbline.engine.ort;

import ai.onnxruntime.OrtException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.SequencedMap;

/**
 * Outputs whose readers are done with them, to be written into again: fresh memory costs more page
 * faults than many models cost arithmetic. Few are kept, the last used ones.
 */
final class OutputMemory implements AutoCloseable {
  private static final int KEPT = 4;

  private final Deque<PinnedOutputs> idle = new ArrayDeque<>();

  /** Memory that nobody else has until it is given back. */
  PinnedOutputs take(RunKey key, SequencedMap<String, OutputShape> outputs) throws OrtException {
    synchronized (idle) {
      for (Iterator<PinnedOutputs> each = idle.iterator(); each.hasNext(); ) {
        PinnedOutputs candidate = each.next();
        if (candidate.key().equals(key)) {
          each.remove();
          return candidate;
        }
      }
    }
    return new PinnedOutputs(key, outputs);
  }

  void giveBack(PinnedOutputs outputs) {
    synchronized (idle) {
      idle.addFirst(outputs);
      while (idle.size() > KEPT) {
        idle.removeLast().close();
      }
    }
  }

  @Override
  public void close() {
    synchronized (idle) {
      idle.forEach(PinnedOutputs::close);
      idle.clear();
    }
  }
}
