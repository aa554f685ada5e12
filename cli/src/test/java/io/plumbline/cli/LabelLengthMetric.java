package io.plumbline.cli;

import io.plumbline.data.metric.UserMetric;
import io.plumbline.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** A user's measure: how many samples and outputs there were, and how long labels are. */
public final class LabelLengthMetric implements UserMetric {
  @Override
  public String name() {
    return "label-length";
  }

  @Override
  public Session start() {
    return new Counts();
  }

  private static final class Counts implements Session {
    private int samples;
    private int characters;

    @Override
    public void add(String sample, String label, SequencedMap<String, Tensor> outputs) {
      samples += outputs.size();
      characters += label.length();
    }

    @Override
    public SequencedMap<String, Double> result() {
      SequencedMap<String, Double> figures = new LinkedHashMap<>();
      figures.put("samples", (double) samples);
      figures.put("characters", (double) characters);
      return figures;
    }
  }
}
