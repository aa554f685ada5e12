package io.plumbline.codegen.lower.scope;

import io.plumbline.graph.Dim;
import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.quantize.form.IntegerForm;
import io.plumbline.quantize.form.Use;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.quantize.plan.QuantizedConstant;
import io.plumbline.quantize.plan.TensorPlan;
import io.plumbline.quantize.rule.WeightOperand;
import io.plumbline.runtime.program.Instruction;
import io.plumbline.runtime.program.Layout;
import io.plumbline.runtime.program.ProgramValue;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Rounding;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The forms in which each value of the graph exists in the program: with the plan's parameters, in
 * float32, with another value's parameters, in either layout, with leading axes of extent 1. A form
 * is made the first time an op asks for it and shared from then on. Layouts change on the integer
 * side of a conversion, where elements are small.
 */
public final class ValueForms {
  /**
   * One form: no parameters mean float32, or the value's own dtype where that is not a real number.
   */
  private record Form(String name, Optional<QuantParams> params, Layout layout, int rank) {}

  private final Graph graph;
  private final QuantPlan plan;
  private final Rounding rounding;
  private final ProgramBuilder builder;
  private final FormNames names;
  private final Map<Form, Integer> forms = new HashMap<>();
  private final SequencedMap<String, Integer> raw = new LinkedHashMap<>();
  private final SequencedMap<String, String> integers = new LinkedHashMap<>();
  private final Map<String, Layout> layouts = new HashMap<>();
  private final Map<String, TensorPlan> reads = new HashMap<>();
  private final SequencedMap<TensorPlan, String> read = new LinkedHashMap<>();

  /** What the group at hand reads as weights of one scale. */
  private final Map<String, QuantParams> weights = new HashMap<>();

  private String node = "";

  public ValueForms(Graph graph, QuantPlan plan, Rounding rounding, ProgramBuilder builder) {
    this.graph = graph;
    this.plan = plan;
    this.rounding = rounding;
    this.builder = builder;
    this.names = new FormNames(graph);
  }

  /** Conversions made from now on belong to this group, which reads values as the plan says. */
  public void start(Group group) {
    node = group.name();
    startOutputs();
    for (Node member : group.nodes()) {
      if (!(group.plan().form() instanceof IntegerForm.Foreign)) {
        WeightOperand.all(member, graph).forEach(operand -> addWeights(operand.constant()));
      }
      for (int input = 0; input < member.inputs().size(); input++) {
        TensorPlan own = plan.reads().get(new Use(member.name(), input));
        if (own != null) {
          reads.put(member.input(input), own);
        }
      }
    }
  }

  private void addWeights(String constant) {
    plan.weight(constant)
        .map(QuantizedConstant::params)
        .filter(QuantParams::isPerTensor)
        .ifPresent(params -> weights.put(constant, params));
  }

  /** What is read from now on are results, which get what producers wrote. */
  public void startOutputs() {
    reads.clear();
    weights.clear();
  }

  /**
   * The logical shape of a value; every value of a lowered graph has one. Extents that depend on
   * the data are 0.
   */
  public Shape shape(String name) {
    return Shape.of(
        graph.tensorType(name).orElseThrow().dims().stream()
            .mapToLong(dim -> dim instanceof Dim.Fixed(long extent) ? extent : 0)
            .toArray());
  }

  public DType dtype(String name) {
    return graph.tensorType(name).orElseThrow().dtype();
  }

  /**
   * The parameters of the integers in which the group at hand reads or writes a value: its own, or
   * those of weights that it multiplies by, or of all who read it, or of the value whose bytes it
   * carries.
   */
  public Optional<QuantParams> params(String name) {
    return Optional.ofNullable(reads.get(name))
        .map(TensorPlan::params)
        .or(() -> Optional.ofNullable(weights.get(name)))
        .or(() -> plan.stored(name));
  }

  /** The layout a value was first stored in. */
  public Layout layout(String name) {
    return layouts.getOrDefault(name, Layout.PLAIN);
  }

  /** Registers a graph input: the tensor as the user feeds it. */
  public int defineInput(String name) {
    int index =
        builder.keep(
            new ProgramValue(name, dtype(name), shape(name), Layout.PLAIN, Optional.empty()));
    raw.put(name, index);
    return index;
  }

  /** Registers a graph input of an intermediate type, which is fed as the integers of the plan. */
  public int definePicture(String name) {
    QuantParams params = params(name).orElseThrow();
    int index = add(name, name, Optional.of(params), Layout.PLAIN);
    forms.put(new Form(name, Optional.of(params), Layout.PLAIN, shape(name).rank()), index);
    return index;
  }

  /** Adds the result of an op in its own parameters, or in its own dtype where it has none. */
  public int define(String name, Layout layout) {
    Optional<QuantParams> params = params(name);
    if (params.isEmpty()) {
      return defineRaw(name, layout);
    }
    layouts.put(name, layout);
    int index = add(names.own(name), name, params, layout);
    forms.put(new Form(name, params, layout, shape(name).rank()), index);
    return index;
  }

  /**
   * Adds the result of an op before the plan's quantisation, in float32 or whatever dtype it has.
   */
  public int defineRaw(String name, Layout layout) {
    layouts.put(name, layout);
    int index =
        add(names.raw(name, params(name).isPresent(), layout), name, Optional.empty(), layout);
    raw.put(name, index);
    return index;
  }

  private int add(String label, String name, Optional<QuantParams> params, Layout layout) {
    int index = put(value(label, params, dtype(name), shape(name), layout), name);
    if (params.isPresent() && params.equals(params(name))) {
      TensorPlan own = reads.get(name);
      if (own == null) {
        integers.putIfAbsent(name, builder.value(index).name());
      } else {
        read.putIfAbsent(own, builder.value(index).name());
      }
    }
    return index;
  }

  /** Adds a form of a value, which may have the name of the value itself. */
  private int put(ProgramValue form, String name) {
    return form.name().equals(name) ? builder.keep(form) : builder.add(form);
  }

  /** By quantized value: what holds its integers in its own parameters, in execution order. */
  public SequencedMap<String, String> integers() {
    return integers;
  }

  private static ProgramValue value(
      String label, Optional<QuantParams> params, DType unquantized, Shape logical, Layout layout) {
    DType dtype = params.map(QuantParams::dtype).orElse(unquantized);
    return new ProgramValue(label, dtype, stored(logical, layout), layout, params);
  }

  /** Likewise of values that readers get in other parameters than the producer wrote. */
  public SequencedMap<TensorPlan, String> read() {
    return read;
  }

  public static Shape stored(Shape logical, Layout layout) {
    return layout == Layout.PLAIN
        ? logical
        : logical.permute(ProgramValue.logicalToStored(logical.rank()));
  }

  /** Whether the integers of a value can be had. */
  boolean isQuantized(String name) {
    return params(name).isPresent();
  }

  /** The value in its own parameters where it has some, in its own dtype otherwise. */
  public int own(String name, Layout layout) {
    return form(name, params(name), layout);
  }

  /** The value as real numbers: after the plan's quantisation where there is one. */
  public int real(String name, Layout layout) {
    return form(name, Optional.empty(), layout);
  }

  /** What an output of the graph hands out: real numbers, or an input as it was fed. */
  public int output(String name) {
    Integer fed = graph.inputs().contains(name) ? raw.get(name) : null;
    return fed != null ? fed : real(name, Layout.PLAIN);
  }

  /** The value in given parameters. */
  public int quantized(String name, QuantParams params, Layout layout) {
    return form(name, Optional.of(params), layout);
  }

  private int form(String name, Optional<QuantParams> wanted, Layout layout) {
    return form(new Form(name, wanted, layout, shape(name).rank()));
  }

  /**
   * The value in its own form with axes of extent 1 before its first, so that it has the given
   * rank.
   */
  public int ownOfRank(String name, Layout layout, int rank) {
    return form(new Form(name, params(name), layout, rank));
  }

  private int form(Form form) {
    Integer known = forms.get(form);
    if (known != null) {
      return known;
    }
    int index = make(form);
    forms.put(form, index);
    return index;
  }

  private int make(Form form) {
    if (graph.isConstant(form.name())) {
      return constant(form);
    }
    if (form.rank() > shape(form.name()).rank()) {
      return expand(form);
    }
    Form other = new Form(form.name(), form.params(), other(form.layout()), form.rank());
    Integer sibling = forms.get(other);
    if (sibling != null) {
      return relayout(sibling, form);
    }
    Optional<QuantParams> own = plan.stored(form.name());
    Integer unquantized = raw.get(form.name());
    boolean fromRaw = own.isEmpty() || form.params().equals(own);
    if (fromRaw && unquantized != null) {
      return fromRaw(unquantized, form);
    }
    int source = form(form.name(), own, form.layout());
    return convert(source, form);
  }

  private int fromRaw(int unquantized, Form form) {
    Layout layout = builder.value(unquantized).layout();
    if (layout == form.layout()) {
      return form.params().isEmpty() ? unquantized : convert(unquantized, form);
    }
    int source = form(form.name(), form.params(), layout);
    return relayout(source, form);
  }

  private int convert(int source, Form form) {
    ProgramValue from = builder.value(source);
    int target =
        add(
            names.converted(
                form.name(),
                plan.stored(form.name()),
                form.params(),
                form.layout(),
                layout(form.name())),
            form.name(),
            form.params(),
            form.layout());
    Instruction instruction =
        from.params().isEmpty()
            ? new Instruction.Quantize(node, source, target)
            : form.params().isEmpty()
                ? new Instruction.Dequantize(node, source, target)
                : new Instruction.Requantize(node, source, target);
    builder.emit(instruction);
    return target;
  }

  private int relayout(int source, Form form) {
    ProgramValue from = builder.value(source);
    int rank = from.shape().rank();
    int[] order =
        form.layout() == Layout.PLAIN
            ? ProgramValue.storedToLogical(rank)
            : ProgramValue.logicalToStored(rank);
    String label = names.relaid(form.name(), from.name(), form.params(), form.layout());
    int target =
        put(
            new ProgramValue(
                label, from.dtype(), from.shape().permute(order), form.layout(), from.params()),
            form.name());
    builder.emit(
        Permutation.keepsBytes(from.shape(), order)
            ? new Instruction.Reshape(node, source, target)
            : new Instruction.Permute(node, source, target, Permutation.list(order)));
    return target;
  }

  private int expand(Form form) {
    if (form.layout() == Layout.CHANNELS_LAST) {
      return relayout(form(new Form(form.name(), form.params(), Layout.PLAIN, form.rank())), form);
    }
    int source = form(form.name(), form.params(), Layout.PLAIN);
    ProgramValue from = builder.value(source);
    int target =
        builder.add(
            new ProgramValue(
                from.name() + ".expanded",
                from.dtype(),
                expanded(from.shape(), form.rank()),
                Layout.PLAIN,
                from.params()));
    builder.emit(new Instruction.Reshape(node, source, target));
    return target;
  }

  private static Shape expanded(Shape shape, int rank) {
    long[] dims = new long[rank];
    Arrays.fill(dims, 1);
    System.arraycopy(shape.toArray(), 0, dims, rank - shape.rank(), shape.rank());
    return Shape.of(dims);
  }

  private int constant(Form form) {
    Tensor tensor = constantTensor(form.name(), form.params());
    Tensor expanded = tensor.reshape(expanded(tensor.shape(), form.rank()));
    Tensor stored =
        form.layout() == Layout.PLAIN
            ? expanded
            : Permutation.apply(expanded, ProgramValue.logicalToStored(form.rank()));
    return builder.keepConstant(
        new ProgramValue(form.name(), stored.dtype(), stored.shape(), form.layout(), form.params()),
        stored);
  }

  /** A constant in the given parameters, the plan's integers where they are its own. */
  private Tensor constantTensor(String name, Optional<QuantParams> wanted) {
    Tensor tensor = graph.constant(name).orElseThrow();
    Optional<QuantizedConstant> planned = plan.weight(name);
    if (planned.isPresent() && wanted.equals(planned.map(QuantizedConstant::params))) {
      return planned.get().integers();
    }
    return wanted.map(params -> TensorQuantizer.quantize(tensor, params, rounding)).orElse(tensor);
  }

  private static Layout other(Layout layout) {
    return layout == Layout.PLAIN ? Layout.CHANNELS_LAST : Layout.PLAIN;
  }
}
