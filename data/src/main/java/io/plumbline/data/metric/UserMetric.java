package io.plumbline.data.metric;

import io.plumbline.tensor.Tensor;
import java.util.SequencedMap;

/**
 * A measure of one's own. An implementation with a constructor without parameters is found on the
 * class path when its jar names it in {@code
 * META-INF/services/io.plumbline.data.metric.UserMetric}.
 */
public interface UserMetric {
  /** What users call it; unique, without blanks. */
  String name();

  /** Begins to measure one model. */
  Session start();

  /** One model under measurement. Called by one thread, in the order of the samples. */
  interface Session {
    /**
     * Takes one sample.
     *
     * @param sample its name
     * @param label what the labels file says of it, as text
     * @param outputs the model's outputs in the model's order, float or integer as the model has
     *     them; valid beyond the call
     */
    void add(String sample, String label, SequencedMap<String, Tensor> outputs);

    /** The figures by name, of which the first is the one that models are compared by. */
    SequencedMap<String, Double> result();
  }
}
