package io.plumbline.pipeline.evaluation;

import io.plumbline.data.dataset.Example;
import java.util.List;

/**
 * What is kept of each sample's outputs.
 *
 * @param <T> the truth of a sample
 * @param <O> what is kept
 */
interface Meter<T, O> {
  /** Reduces what the models make of one sample, in their order; called by several threads. */
  O observe(Example<T> example, List<Answer> answers);

  /** Takes what was kept; called in the order of the samples, by one thread. */
  void add(int index, Example<T> example, O observation);
}
