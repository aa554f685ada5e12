package io.plumbline.runtime.program;

import io.plumbline.runtime.FedTensor;
import io.plumbline.runtime.Port;
import io.plumbline.runtime.RunOptions;
import io.plumbline.tensor.BadConfigurationException;
import io.plumbline.tensor.BadDataException;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.Tensor;
import io.plumbline.tensor.colour.PictureInput;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.stream.Collectors;

/**
 * How a user meets a program, whichever executor runs it: ports, checked inputs, tensors by name.
 */
public final class ProgramInterface {
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** Numbers that are looked at before more are read. */
  private static final int CHUNK = 1024;

  private final Program program;
  private final List<Port> inputs;
  private final List<Port> outputs;
  private final SequencedMap<String, Integer> fetchable;

  public ProgramInterface(Program program) {
    this.program = program;
    OpenExtents extents = new OpenExtents(program);
    this.inputs = program.inputs().stream().map(value -> port(value, extents)).toList();
    this.outputs = program.outputs().stream().map(value -> port(value, extents)).toList();
    this.fetchable = fetchable(program);
  }

  public List<Port> inputs() {
    return inputs;
  }

  public List<Port> outputs() {
    return outputs;
  }

  /** The inputs that take pictures, by name. */
  public SequencedMap<String, PictureInput> pictures() {
    return program.pictures();
  }

  /** Inputs first, then what the instructions write, in execution order. */
  public List<String> tensors() {
    return List.copyOf(fetchable.keySet());
  }

  /**
   * The values to hand out: those of {@link RunOptions#fetch} in the order asked for, or the
   * outputs in port order.
   *
   * @throws BadConfigurationException when a name is not one of {@link #tensors}
   */
  public SequencedSet<Integer> fetched(RunOptions options) {
    if (options.fetch().isEmpty()) {
      return new LinkedHashSet<>(program.outputs());
    }
    SequencedSet<Integer> values = new LinkedHashSet<>();
    for (String name : options.fetch()) {
      Integer value = fetchable.get(name);
      if (value == null) {
        throw new BadConfigurationException(
            "fetch.unknown-tensor",
            name,
            "The program '%s' has no tensor '%s'.".formatted(program.name(), name),
            "Fetch one of: " + String.join(", ", fetchable.keySet()));
      }
      values.add(value);
    }
    return values;
  }

  /**
   * The input values by index: brought to their dtype as {@link FedTensor} describes, and checked.
   *
   * @throws BadDataException when an input is missing, unknown, of another dtype or shape, NaN, or
   *     leaves the range of its dtype by the offset
   */
  public SequencedMap<Integer, Tensor> bind(Map<String, Tensor> tensors, RunOptions options) {
    List<String> names = inputs.stream().map(Port::name).toList();
    for (String name : tensors.keySet()) {
      if (!names.contains(name)) {
        throw new BadDataException(
            "input.unknown",
            name,
            "The model has no input '%s'.".formatted(name),
            "Feed exactly: " + describe(inputs));
      }
    }
    SequencedMap<Integer, Tensor> bound = new LinkedHashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      Tensor tensor = tensors.get(names.get(i));
      if (tensor == null) {
        throw new BadDataException(
            "input.missing",
            names.get(i),
            "The input '%s' is missing.".formatted(names.get(i)),
            "Feed exactly: " + describe(inputs));
      }
      int value = program.inputs().get(i);
      bound.put(value, checked(program.value(value), inputs.get(i), tensor, options.inputOffset()));
    }
    return bound;
  }

  /** A value as it is handed out: integers stay integers, axes return to logical order. */
  public Tensor present(int index, Tensor stored) {
    ProgramValue value = program.value(index);
    return value.layout() == Layout.PLAIN || value.shape().rank() < 3
        ? stored
        : ChannelsFirst.of(stored, value.logicalShape());
  }

  private Tensor checked(ProgramValue value, Port port, Tensor tensor, int offset) {
    boolean picture = program.pictures().containsKey(port.name());
    Tensor fitted = FedTensor.fit(port, picture, tensor, offset);
    if (fitted.dtype() != value.dtype() || !fitted.shape().equals(value.shape())) {
      throw new BadDataException(
          "input.mismatch",
          port.name(),
          "Expected %s, found %s.".formatted(port, tensor),
          "Feed the dtype and shape the model was compiled for.");
    }
    if (value.dtype() == DType.FLOAT32) {
      refuseNan(port, fitted);
    }
    return fitted;
  }

  private static void refuseNan(Port port, Tensor tensor) {
    float[] some = new float[CHUNK];
    int elements = Math.toIntExact(tensor.elements());
    for (int first = 0; first < elements; first += CHUNK) {
      int count = Math.min(CHUNK, elements - first);
      MemorySegment.copy(tensor.data(), FLOAT, (long) first * Float.BYTES, some, 0, count);
      for (int i = 0; i < count; i++) {
        if (Float.isNaN(some[i])) {
          throw new BadDataException(
              "input.nan",
              port.name(),
              "Element %d is NaN, which no integer stands for.".formatted(first + i),
              "Repair the preprocessing that made this input.");
        }
      }
    }
  }

  private Port port(int index, OpenExtents extents) {
    ProgramValue value = program.value(index);
    boolean open = extents.contains(index);
    List<Long> dims =
        Arrays.stream(value.logicalShape().toArray())
            .mapToObj(extent -> open && extent == 0 ? -1 : extent)
            .toList();
    return new Port(value.name(), value.dtype(), dims);
  }

  private static SequencedMap<String, Integer> fetchable(Program program) {
    SequencedMap<String, Integer> names = new LinkedHashMap<>();
    for (int index : program.inputs()) {
      names.putIfAbsent(program.value(index).name(), index);
    }
    for (Instruction instruction : program.instructions()) {
      for (int index : instruction.outputs()) {
        names.putIfAbsent(program.value(index).name(), index);
      }
    }
    for (int index : program.outputs()) {
      names.putIfAbsent(program.value(index).name(), index);
    }
    return names;
  }

  private static String describe(List<Port> ports) {
    return ports.stream().map(Port::toString).collect(Collectors.joining(", "));
  }
}
