package io.plumbline.verify.score;

import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.Count;
import io.plumbline.verify.compare.SignalNoise;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Gathers the outputs of several classifiers on the same labelled samples, from any number of
 * threads. Samples are summed in index order, so that the scores do not depend on the order in
 * which they arrive.
 */
public final class Scoreboard {
  private final List<String> models;
  private final NavigableMap<Integer, List<Outcome>> samples = new ConcurrentSkipListMap<>();

  private record Outcome(
      String sample,
      int label,
      int answer,
      boolean top1,
      boolean top5,
      boolean agrees,
      double cosine,
      SignalNoise noise) {}

  /**
   * @param models names, the reference first
   */
  public Scoreboard(List<String> models) {
    this.models = List.copyOf(models);
  }

  /**
   * Takes one sample's outputs, one for each model, flattened.
   *
   * @throws BadDataException when the label is no output index or the models' outputs differ in
   *     length
   */
  public void add(int sample, String name, int label, List<float[]> outputs) {
    float[] reference = outputs.getFirst();
    if (label < 0 || label >= reference.length) {
      throw new BadDataException(
          "data.label",
          name,
          "label %d is no class of a model with %s"
              .formatted(label, Count.of(reference.length, "output")),
          "check the labels file");
    }
    List<Outcome> outcomes = new ArrayList<>();
    for (int model = 0; model < models.size(); model++) {
      float[] output = outputs.get(model);
      if (output.length != reference.length) {
        throw new BadDataException(
            "data.class-count",
            models.get(model),
            "%s, but '%s' has %d"
                .formatted(Count.of(output.length, "output"), models.getFirst(), reference.length),
            "compare models of the same task");
      }
      int rank = Ranking.rank(output, label);
      outcomes.add(
          new Outcome(
              name,
              label,
              Ranking.best(output),
              rank == 0,
              rank < 5,
              Ranking.best(output) == Ranking.best(reference),
              cosine(reference, output),
              SignalNoise.of(reference, output)));
    }
    samples.put(sample, outcomes);
  }

  private static double cosine(float[] a, float[] b) {
    double dot = 0;
    double squareA = 0;
    double squareB = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
      squareA += (double) a[i] * a[i];
      squareB += (double) b[i] * b[i];
    }
    if (squareA == 0 && squareB == 0) {
      return 1;
    }
    return dot == 0 ? 0 : dot / StrictMath.sqrt(squareA * squareB);
  }

  /** The scores in model order, over the samples that have come. */
  public List<ModelScore> scores() {
    List<ModelScore> scores = new ArrayList<>();
    for (int model = 0; model < models.size(); model++) {
      scores.add(score(model));
    }
    return scores;
  }

  /** Every sample that has come, in index order. */
  public List<SampleScore> answers() {
    return samples.values().stream()
        .map(
            outcomes ->
                new SampleScore(
                    outcomes.getFirst().sample,
                    outcomes.getFirst().label,
                    outcomes.stream().map(Outcome::answer).toList(),
                    outcomes.stream().map(Outcome::cosine).toList()))
        .toList();
  }

  /** Every class that has come, the largest drop first; equal ones by index. */
  public List<ClassScore> classes() {
    NavigableMap<Integer, List<List<Outcome>>> byClass = new TreeMap<>();
    for (List<Outcome> outcomes : samples.values()) {
      byClass.computeIfAbsent(outcomes.getFirst().label, _ -> new ArrayList<>()).add(outcomes);
    }
    return byClass.entrySet().stream()
        .map(entry -> classScore(entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparingDouble(ClassScore::largestDrop).reversed())
        .toList();
  }

  private ClassScore classScore(int label, List<List<Outcome>> samplesOfClass) {
    List<Double> top1 = new ArrayList<>();
    for (int model = 0; model < models.size(); model++) {
      int index = model;
      long hits = samplesOfClass.stream().filter(each -> each.get(index).top1).count();
      top1.add((double) hits / samplesOfClass.size());
    }
    return new ClassScore(label, samplesOfClass.size(), top1);
  }

  /** How many samples have come. */
  public int samples() {
    return samples.size();
  }

  private ModelScore score(int model) {
    int top1 = 0;
    int top5 = 0;
    int agrees = 0;
    int both = 0;
    int lost = 0;
    int won = 0;
    double cosine = 0;
    SignalNoise noise = SignalNoise.NONE;
    for (List<Outcome> outcomes : samples.values()) {
      Outcome reference = outcomes.getFirst();
      Outcome own = outcomes.get(model);
      top1 += own.top1 ? 1 : 0;
      top5 += own.top5 ? 1 : 0;
      agrees += own.agrees ? 1 : 0;
      cosine += own.cosine;
      noise = noise.plus(own.noise);
      both += reference.top1 && own.top1 ? 1 : 0;
      lost += reference.top1 && !own.top1 ? 1 : 0;
      won += !reference.top1 && own.top1 ? 1 : 0;
    }
    double count = Math.max(samples.size(), 1);
    return new ModelScore(
        models.get(model),
        top1 / count,
        top5 / count,
        agrees / count,
        cosine / count,
        noise.decibels(),
        (lost - won) / count,
        PairedInterval.of(both, lost, won, samples.size() - both - lost - won));
  }
}
