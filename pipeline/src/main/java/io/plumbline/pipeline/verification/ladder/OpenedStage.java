package io.plumbline.pipeline.verification.ladder;

import io.plumbline.pipeline.verification.VerifiedModel;
import io.plumbline.quantize.observe.SampleSource;
import io.plumbline.runtime.RunOptions;
import io.plumbline.tensor.Tensor;
import io.plumbline.verify.compare.RealValues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A stage that can be run.
 *
 * @param samples as its model takes them; those at one index are the same in all stages
 */
record OpenedStage(LadderStage stage, StageFile file, VerifiedModel model, SampleSource samples) {
  /** The same stage on no more than so many samples, spread evenly over all. */
  OpenedStage spread(int most) {
    return new OpenedStage(stage, file, model, samples.spread(most));
  }

  /**
   * What the model makes of a sample, by the names that are asked for; those it does not have are
   * missing. An output of another name stands for the one at its place.
   */
  SequencedMap<String, RealValues> outputs(Map<String, Tensor> sample, List<String> names) {
    SequencedMap<String, String> places = new LinkedHashMap<>();
    List<String> own = model.outputs();
    for (int index = 0; index < names.size(); index++) {
      String name = names.get(index);
      Optional<String> place = model.places().place(name);
      if (place.isEmpty() && own.size() == names.size()) {
        place = model.places().place(own.get(index));
      }
      place.ifPresent(found -> places.put(name, found));
    }
    SequencedMap<String, Tensor> fetched =
        model.engine().run(sample, RunOptions.fetching(new ArrayList<>(places.values())));
    SequencedMap<String, RealValues> values = new LinkedHashMap<>();
    places.forEach(
        (name, place) -> {
          Tensor tensor = fetched.get(place);
          if (tensor != null) {
            values.put(
                name,
                new RealValues(
                    tensor, model.places().paramsOf(place), model.places().multiplesOf(place)));
          }
        });
    return values;
  }
}
