package io.plumbline.example.network;

import java.util.Random;
import java.util.function.Consumer;

/** Stochastic gradient descent with momentum and a cosine schedule on the cross entropy. */
public final class Training {
  private static final int BATCH = 32;
  private static final float PEAK_RATE = 0.05f;
  private static final float DECAY = 2e-4f;

  private final Stack network;
  private final Dataset data;
  private final Random random;

  public Training(Stack network, Dataset data, Random random) {
    this.network = network;
    this.data = data;
    this.random = random;
  }

  /** Trains for a number of passes over the data and tells the mean loss of each. */
  public void run(int epochs, Consumer<String> progress) {
    int batches = data.size() / BATCH;
    for (int epoch = 0; epoch < epochs; epoch++) {
      int[] order = shuffled();
      double loss = 0;
      for (int i = 0; i < batches; i++) {
        double done = (epoch + (double) i / batches) / epochs;
        loss += step(order, i * BATCH, rate(done, i + epoch * batches));
      }
      progress.accept(
          "epoch %d of %d: mean loss %.4f".formatted(epoch + 1, epochs, loss / batches));
    }
  }

  private static float rate(double done, int step) {
    double warm = Math.min(1, (step + 1) / 100.0);
    return (float) (PEAK_RATE * warm * 0.5 * (1 + StrictMath.cos(StrictMath.PI * done)));
  }

  private double step(int[] order, int first, float rate) {
    int[] indices = java.util.Arrays.copyOfRange(order, first, first + BATCH);
    boolean[] mirrored = new boolean[BATCH];
    for (int i = 0; i < BATCH; i++) {
      mirrored[i] = random.nextBoolean();
    }
    Activation logits = network.forward(data.batch(indices, mirrored), new Mode.Training());
    double loss = 0;
    for (int n = 0; n < BATCH; n++) {
      loss += crossEntropy(logits, n, data.label(indices[n]));
    }
    network.backward();
    network.parameters().forEach(parameter -> parameter.descend(rate, DECAY));
    return loss / BATCH;
  }

  /** Sets the gradient of one row to (softmax − one-hot) / batch and returns −log p[label]. */
  private static double crossEntropy(Activation logits, int row, int label) {
    int classes = logits.channels();
    int offset = row * classes;
    double[] powers = new double[classes];
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      powers[c] = StrictMath.exp(logits.data()[offset + c]);
      sum += powers[c];
    }
    for (int c = 0; c < classes; c++) {
      double slope = powers[c] / sum - (c == label ? 1 : 0);
      logits.gradient()[offset + c] = (float) (slope / BATCH);
    }
    return -StrictMath.log(powers[label] / sum);
  }

  private int[] shuffled() {
    int[] order = new int[data.size()];
    for (int i = 0; i < order.length; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
