package io.plumbline.runtime;

import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.colour.PictureInput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Anything that runs a model and can hand out named intermediate tensors. Safe for use by several
 * threads.
 */
public interface Engine extends AutoCloseable {
  /** What this is, for tables: {@code onnxruntime}, {@code reference}, {@code vector}. */
  String name();

  List<Port> inputs();

  List<Port> outputs();

  /**
   * The inputs that take pictures in the intermediate type, by name: what a device hands over for
   * them and what the network was trained on.
   */
  default SequencedMap<String, PictureInput> pictures() {
    return new LinkedHashMap<>();
  }

  /** Every tensor that {@link RunOptions#fetch} may name, in execution order. */
  List<String> tensors();

  /**
   * Runs the model once.
   *
   * @param inputs one tensor for each input port, of its dtype and of a fitting shape
   * @return the fetched tensors in the order asked for, or the outputs in port order
   * @throws io.plumbline.tensor.BadDataException when an input is missing, unknown or does not fit
   *     its port
   * @throws io.plumbline.tensor.BadConfigurationException when a fetched name does not exist
   * @throws IllegalStateException when the engine was closed
   */
  SequencedMap<String, Tensor> run(Map<String, Tensor> inputs, RunOptions options);

  default SequencedMap<String, Tensor> run(Map<String, Tensor> inputs) {
    return run(inputs, RunOptions.DEFAULT);
  }

  /**
   * Runs the model once and lets a reader see the fetched tensors, which may be overwritten by
   * another run as soon as the reader returns. Much cheaper than {@link #run(Map, RunOptions)}
   * where many intermediates are read once.
   *
   * @param reader given the tensors that {@code run} would return
   */
  default void visit(
      Map<String, Tensor> inputs,
      RunOptions options,
      Consumer<SequencedMap<String, Tensor>> reader) {
    reader.accept(run(inputs, options));
  }

  /**
   * Runs the model once and hands over the fetched tensors one after the other, each once, in an
   * order of the engine's own: for tensors that take too much memory together. A tensor may be
   * overwritten as soon as the reader returns.
   *
   * @param reader given the name and the tensor, while the run is under way
   */
  default void stream(
      Map<String, Tensor> inputs, RunOptions options, BiConsumer<String, Tensor> reader) {
    visit(inputs, options, fetched -> fetched.forEach(reader));
  }

  @Override
  void close();
}
