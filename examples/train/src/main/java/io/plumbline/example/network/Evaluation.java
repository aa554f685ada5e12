package io.plumbline.example.network;

/** Scores a network on a dataset. */
public final class Evaluation {
  private static final int BATCH = 50;

  private Evaluation() {}

  /** The share of pictures whose largest logit is the label's. */
  public static double top1(Stack network, Dataset data, Mode mode) {
    int hits = 0;
    for (int first = 0; first < data.size(); first += BATCH) {
      int count = Math.min(BATCH, data.size() - first);
      int[] indices = new int[count];
      for (int i = 0; i < count; i++) {
        indices[i] = first + i;
      }
      Activation logits = network.forward(data.batch(indices, new boolean[count]), mode);
      for (int i = 0; i < count; i++) {
        hits += largest(logits, i) == data.label(first + i) ? 1 : 0;
      }
    }
    return (double) hits / data.size();
  }

  private static int largest(Activation logits, int row) {
    int classes = logits.channels();
    int best = 0;
    for (int c = 1; c < classes; c++) {
      if (logits.data()[row * classes + c] > logits.data()[row * classes + best]) {
        best = c;
      }
    }
    return best;
  }
}
