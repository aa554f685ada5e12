package io.plumbline.verify.similarity;

import io.plumbline.runtime.Engine;
import io.plumbline.runtime.RunOptions;
import io.plumbline.tensor.BadModelException;
import io.plumbline.tensor.Count;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Tensor;
import io.plumbline.verify.compare.RealValues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A model as far as a comparison looks at it: where it keeps the tensors of the optimised graph,
 * and what its integers stand for.
 *
 * @param engine runs it
 * @param location the engine's name for a tensor of the optimised graph; empty when the model has
 *     no such tensor
 * @param params quantization parameters of a located tensor whose elements are integers
 * @param multiples exponents of the factors that channels of a located tensor have; none where it
 *     has none
 */
public record ModelView(
    Engine engine,
    Function<String, Optional<String>> location,
    Function<String, Optional<QuantParams>> params,
    Function<String, List<Integer>> multiples) {
  /** A model whose tensors have no factors. */
  public ModelView(
      Engine engine,
      Function<String, Optional<String>> location,
      Function<String, Optional<QuantParams>> params) {
    this(engine, location, params, _ -> List.of());
  }

  /** A model whose tensors carry the optimised graph's names and real values. */
  public static ModelView real(Engine engine) {
    return new ModelView(engine, Optional::of, name -> Optional.empty());
  }

  /**
   * Runs the model and lets a reader see the real values of those tensors that it has; they are
   * gone when the reader returns.
   */
  public void visit(
      Map<String, Tensor> inputs,
      List<String> tensors,
      Consumer<SequencedMap<String, RealValues>> reader) {
    SequencedMap<String, String> located = new LinkedHashMap<>();
    tensors.forEach(
        tensor -> location.apply(tensor).ifPresent(place -> located.put(tensor, place)));
    RunOptions options = RunOptions.fetching(List.copyOf(located.values()));
    engine.visit(inputs, options, fetched -> reader.accept(real(located, fetched)));
  }

  /**
   * The same, one tensor after the other in the engine's order, so that they need not be in memory
   * together; each is gone when the reader returns.
   */
  public void stream(
      Map<String, Tensor> inputs, List<String> tensors, BiConsumer<String, RealValues> reader) {
    SequencedMap<String, List<String>> names = new LinkedHashMap<>();
    for (String tensor : tensors) {
      location
          .apply(tensor)
          .ifPresent(place -> names.computeIfAbsent(place, _ -> new ArrayList<>()).add(tensor));
    }
    engine.stream(
        inputs,
        RunOptions.fetching(List.copyOf(names.keySet())),
        (place, value) ->
            names
                .getOrDefault(place, List.of())
                .forEach(tensor -> reader.accept(tensor, real(place, value))));
  }

  private SequencedMap<String, RealValues> real(
      SequencedMap<String, String> located, Map<String, Tensor> fetched) {
    SequencedMap<String, RealValues> values = new LinkedHashMap<>();
    located.forEach(
        (tensor, place) -> {
          Tensor value = fetched.get(place);
          if (value != null) {
            values.put(tensor, real(place, value));
          }
        });
    return values;
  }

  private RealValues real(String place, Tensor value) {
    List<Integer> exponents = multiples.apply(place);
    if (!exponents.isEmpty()
        && (value.shape().rank() < 2 || value.shape().dim(1) != exponents.size())) {
      throw new BadModelException(
          "model.channel-multiples",
          place,
          "its metadata entry has %s, its shape is %s"
              .formatted(Count.of(exponents.size(), "factor"), value.shape()),
          "compile the model again");
    }
    return new RealValues(value, params.apply(place), exponents);
  }
}
