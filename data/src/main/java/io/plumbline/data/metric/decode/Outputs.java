package io.plumbline.data.metric.decode;

import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** A model's outputs, of which a decoder picks those it knows. */
record Outputs(String decoder, SequencedMap<String, Tensor> tensors) {
  /**
   * The only output whose last axis has an extent and which has as many rows as wanted.
   *
   * @param rows product of the other axes; negative when any number will do
   */
  Rows rows(int columns, long rows) {
    List<Tensor> fitting =
        tensors.values().stream()
            .filter(tensor -> last(tensor) == columns)
            .filter(tensor -> rows < 0 || tensor.elements() == rows * columns)
            .toList();
    if (fitting.size() != 1) {
      throw mismatch("one output of %s x %d".formatted(rows < 0 ? "?" : rows, columns));
    }
    return new Rows(fitting.getFirst().toFloats(), columns);
  }

  /** The output of that name. */
  Rows named(String name, int columns, long rows) {
    Tensor tensor = tensors.get(name);
    if (tensor == null || tensor.elements() != rows * columns) {
      throw mismatch("an output '%s' of %d x %d".formatted(name, rows, columns));
    }
    return new Rows(tensor.toFloats(), columns);
  }

  static long last(Tensor tensor) {
    int rank = tensor.shape().rank();
    return rank == 0 ? 0 : tensor.shape().dim(rank - 1);
  }

  BadDataException mismatch(String expected) {
    return new BadDataException(
        "decode.outputs",
        "decoder " + decoder,
        "expected %s, found %s"
            .formatted(expected, tensors.entrySet().stream().map(Outputs::describe).toList()),
        "choose the decoder of this network with --decoder, and check the input size");
  }

  private static String describe(Map.Entry<String, Tensor> output) {
    return "'%s' %s".formatted(output.getKey(), output.getValue());
  }
}
