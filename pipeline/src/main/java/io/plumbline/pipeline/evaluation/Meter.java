package io.plumbline.pipeline.evaluation;

import io.plumbline.data.dataset.Example;
import io.plumbline.data.dataset.Prepared;
import io.plumbline.tensor.Tensor;
import java.util.List;
import java.util.SequencedMap;

/**
 * What is kept of each sample's outputs.
 *
 * @param <T> the truth of a sample
 * @param <O> what is kept
 */
interface Meter<T, O> {
  /** Reduces one sample's outputs, one map for each model; called by several threads. */
  O observe(Example<T> example, Prepared prepared, List<SequencedMap<String, Tensor>> outputs);

  /** Takes what was kept; called in the order of the samples, by one thread. */
  void add(int index, Example<T> example, O observation);
}
