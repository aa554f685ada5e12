package io.plumbline.pipeline.verification;

import io.plumbline.tensor.Finding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * Which outputs of two models belong together: those of one name, and of the others those at one
 * place where there are equally many.
 *
 * @param names of the model's outputs, by the reference's
 * @param absent outputs of the reference that the model does not have
 */
record OutputPairs(SequencedMap<String, String> names, List<String> absent) {
  OutputPairs {
    names = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(names));
    absent = List.copyOf(absent);
  }

  static OutputPairs of(List<String> reference, List<String> model) {
    List<String> left = new ArrayList<>(model);
    left.removeAll(reference);
    boolean equallyMany = reference.size() == model.size();
    int next = 0;
    SequencedMap<String, String> names = new LinkedHashMap<>();
    List<String> absent = new ArrayList<>();
    for (String output : reference) {
      if (model.contains(output)) {
        names.put(output, output);
      } else if (equallyMany && next < left.size()) {
        names.put(output, left.get(next++));
      } else {
        absent.add(output);
      }
    }
    return new OutputPairs(names, absent);
  }

  /** What is told where outputs have only their place in common. */
  Optional<Finding> doubt(VerifiedModel reference, VerifiedModel model) {
    String pairs =
        names.entrySet().stream()
            .filter(pair -> !pair.getKey().equals(pair.getValue()))
            .map(pair -> "%s to %s".formatted(pair.getValue(), pair.getKey()))
            .collect(Collectors.joining(", "));
    return pairs.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Finding.warning(
                "verify.other-outputs",
                model.name(),
                "its outputs have other names than those of %s and are held to them by their order: %s"
                    .formatted(reference.name(), pairs)));
  }
}
