package io.plumbline.quantize.annotate;

import io.plumbline.graph.Graph;
import io.plumbline.graph.ModelInfo;
import io.plumbline.graph.Names;
import io.plumbline.graph.Node;
import io.plumbline.graph.op.Gemm;
import io.plumbline.graph.op.OpaqueOp;
import io.plumbline.quantize.calibrate.WeightQuantizer;
import io.plumbline.quantize.form.Use;
import io.plumbline.quantize.plan.QuantPlan;
import io.plumbline.quantize.plan.QuantizedConstant;
import io.plumbline.quantize.plan.Source;
import io.plumbline.quantize.plan.TensorPlan;
import io.plumbline.quantize.plan.WeightReads;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import io.plumbline.tensor.Shape;
import io.plumbline.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Writes a plan into the optimised graph:
 *
 * <pre>
 *   V ⇒ V → QuantizeLinear → V_quantized → DequantizeLinear → V_dequantized
 * </pre>
 *
 * for every planned value and weight, and makes all consumers read {@code V_dequantized}; of a
 * constant only the products that read it as weights, so that all else, and the user, has its own
 * numbers. A planned output of the model keeps its name for the dequantised value, and so does what
 * a sub-graph reads by its name; the producer then writes {@code V_unquantized}. A value that only
 * some nodes read quantized keeps its name, and these nodes read {@code V_dequantized}. Weights in
 * integer form are constants {@code W_quantized}, a bias of theirs is int32 with the scale {@code
 * s_x · s_w[c]}. A name that the graph has already gets a number: {@link Annotated#names} says what
 * each is called. With ops of {@code com.microsoft} the bias is int32 in either form: ONNX Runtime
 * would quantize a float one itself, with standard ops that the older operator set does not have. A
 * bias that only int64 holds is an int32 in steps of {@code 2ᵏ · s_x · s_w[c]} in either form: ONNX
 * Runtime would cut a float one off at 32 bits of the finer steps.
 */
public final class QdqAnnotator {
  /** Where Conv, ConvTranspose and Gemm read what they add to their sums. */
  private static final int BIAS = 2;

  private final Graph graph;
  private final QuantPlan plan;
  private final WeightForm weights;
  private final QdqOps ops;
  private final List<Node> nodes = new ArrayList<>();
  private final SequencedMap<String, Tensor> constants;
  private final Names names;
  private final SequencedMap<String, QuantizedName> forms = new LinkedHashMap<>();
  private final SequencedMap<TensorPlan, QuantizedName> reads = new LinkedHashMap<>();

  /** Where constants are read as weights. */
  private final Set<Use> products;

  /** What sub-graphs read by its name. */
  private final Set<String> captured = new HashSet<>();

  private QdqAnnotator(Graph graph, QuantPlan plan, WeightForm weights, QdqOps ops) {
    this.graph = graph;
    this.plan = plan;
    this.weights = weights;
    this.ops = ops;
    this.constants = new LinkedHashMap<>(graph.constants());
    this.names = Names.of(graph);
    this.products = WeightReads.of(graph, plan.nodes());
    graph.nodes().stream()
        .filter(node -> node.op() instanceof OpaqueOp)
        .forEach(node -> captured.addAll(((OpaqueOp) node.op()).captured()));
  }

  /**
   * The annotated graph.
   *
   * @param graph that the plan was made for
   */
  public static Annotated annotate(Graph graph, QuantPlan plan, WeightForm weights) {
    QdqOps ops = QdqOps.fitting(graph, plan);
    return new QdqAnnotator(graph, plan, weights, ops).annotate();
  }

  private Annotated annotate() {
    plan.weights().values().forEach(this::addWeights);
    graph.inputs().forEach(this::addActivation);
    for (Node node : graph.nodes()) {
      node.outputs().stream()
          .filter(plan.activations()::containsKey)
          .forEach(value -> forms.put(value, form(value, keepsName(value))));
      List<String> inputs = inputs(node);
      addBias(node, inputs);
      nodes.add(
          node.withInputs(inputs).withOutputs(node.outputs().stream().map(this::written).toList()));
      node.outputs().forEach(this::addActivation);
    }
    ModelInfo info = ops.info(graph.info());
    Graph annotated =
        new Graph(
            graph.name(), info, graph.inputs(), graph.outputs(), nodes, constants, graph.types());
    return new Annotated(Detours.apply(annotated), forms, reads);
  }

  private boolean keepsName(String value) {
    return graph.outputs().contains(value) || captured.contains(value);
  }

  /** What the forms of a value are called; what keeps its name is its own dequantised form. */
  private QuantizedName form(String value, boolean kept) {
    return new QuantizedName(
        kept ? names.value(value + "_unquantized") : value,
        names.value(value + "_quantized"),
        kept ? value : names.value(value + "_dequantized"));
  }

  /** What a node reads, in the order of its inputs. */
  private List<String> inputs(Node node) {
    List<String> inputs = new ArrayList<>();
    for (int input = 0; input < node.inputs().size(); input++) {
      TensorPlan own = plan.reads().get(new Use(node.name(), input));
      inputs.add(own == null ? read(node, input) : quantized(own).dequantized());
    }
    return inputs;
  }

  private String read(Node node, int input) {
    String value = node.input(input);
    return isRealRead(node, input) ? value : read(value);
  }

  /** Whether a node reads a constant as it is that others read as weights. */
  private boolean isRealRead(Node node, int input) {
    return graph.isConstant(node.input(input)) && !products.contains(new Use(node.name(), input));
  }

  /** The pair that readers with these parameters share; its nodes are added for the first. */
  private QuantizedName quantized(TensorPlan read) {
    QuantizedName known = reads.get(read);
    if (known != null) {
      return known;
    }
    String value = read.tensor();
    QuantizedName form =
        new QuantizedName(
            read(value), names.value(value + "_quantized"), names.value(value + "_dequantized"));
    List<String> parameters = parameters(value, read.params());
    addQuantize(value, form.real(), form, parameters, 0);
    addDequantize(value, form, parameters, 0);
    reads.put(read, form);
    return form;
  }

  /** What consumers read in place of a value. */
  private String read(String value) {
    QuantizedName form = forms.get(value);
    return form == null ? value : form.dequantized();
  }

  /** What the producer of a value calls it. */
  private String written(String value) {
    QuantizedName form = forms.get(value);
    return form == null ? value : form.real();
  }

  private void addActivation(String value) {
    TensorPlan activation = plan.activations().get(value);
    if (activation != null) {
      QuantizedName form = forms.computeIfAbsent(value, name -> form(name, false));
      List<String> parameters = parameters(value, activation.params());
      addQuantize(value, form.real(), form, parameters, 0);
      addDequantize(value, form, parameters, 0);
    }
  }

  /**
   * @param real what is rounded
   */
  private void addQuantize(
      String value, String real, QuantizedName form, List<String> parameters, int axis) {
    nodes.add(
        ops.quantize(
            names.node(value + "_QuantizeLinear"),
            operands(real, parameters),
            form.quantized(),
            axis));
  }

  private void addDequantize(String value, QuantizedName form, List<String> parameters, int axis) {
    nodes.add(
        ops.dequantize(
            names.node(value + "_DequantizeLinear"),
            operands(form.quantized(), parameters),
            form.dequantized(),
            axis));
  }

  private static List<String> operands(String value, List<String> parameters) {
    List<String> operands = new ArrayList<>(List.of(value));
    operands.addAll(parameters);
    return operands;
  }

  private void addWeights(QuantizedConstant weight) {
    String name = weight.constant();
    QuantParams params = weight.params();
    int axis = Math.max(params.axis(), 0);
    QuantizedName form = form(name, false);
    forms.put(name, form);
    List<String> parameters = parameters(name, params);
    if (weights == WeightForm.FLOAT) {
      addQuantize(name, limited(weight), form, parameters, axis);
    } else {
      constants.put(form.quantized(), weight.integers());
      removeUnlessRead(name);
    }
    addDequantize(name, form, parameters, axis);
  }

  /**
   * The float constant that weights are rounded from. QuantizeLinear limits by the dtype alone:
   * weights of fewer bits are limited before.
   */
  private String limited(QuantizedConstant weight) {
    String name = weight.constant();
    if (weight.limit() >= weight.params().dtype().maximum()
        || weight.plan().source() instanceof Source.Loaded) {
      return name;
    }
    String limited = names.value(name + "_limited");
    Tensor real = graph.constant(name).orElseThrow();
    constants.put(limited, WeightQuantizer.limited(real, weight.params(), weight.limit()));
    removeUnlessRead(name);
    return limited;
  }

  private void removeUnlessKept(String constant) {
    if (!keepsName(constant)) {
      constants.remove(constant);
    }
  }

  /** Removes weights that nothing reads as real numbers. */
  private void removeUnlessRead(String constant) {
    boolean read =
        graph.consumers(constant).stream()
            .anyMatch(
                node ->
                    IntStream.range(0, node.inputs().size())
                        .filter(input -> node.input(input).equals(constant))
                        .anyMatch(input -> isRealRead(node, input)));
    if (!read) {
      removeUnlessKept(constant);
    }
  }

  /** Adds the constants of scale and zero point: their names in that order. */
  private List<String> parameters(String value, QuantParams params) {
    Shape shape = params.isPerTensor() ? Shape.of() : Shape.of(params.channels());
    String scale = names.value(value + "_scale");
    String zeroPoint = names.value(value + "_zero_point");
    constants.put(scale, Tensor.of(shape, params.scales()));
    constants.put(zeroPoint, Tensor.ofIntegers(params.dtype(), shape, params.zeroPoints()));
    return List.of(scale, zeroPoint);
  }

  private void addBias(Node node, List<String> inputs) {
    boolean scaled = node.op() instanceof Gemm gemm && gemm.beta() != 1;
    boolean integer = weights == WeightForm.INTEGER || ops.domain() == QdqOps.Domain.MICROSOFT;
    if (!scaled) {
      plan.bias(new Use(node.name(), BIAS))
          .filter(bias -> integer || isWide(bias))
          .ifPresent(bias -> addBias(node, bias, inputs));
    }
  }

  private void addBias(Node node, QuantizedConstant bias, List<String> inputs) {
    String constant = bias.constant();
    boolean shared = graph.consumers(constant).size() > 1;
    String name = shared ? constant + "_" + node.name() : constant;
    QuantizedName form = form(name, false);
    String scale = names.value(name + "_scale");
    IntegerBias narrow = IntegerBias.of(bias);
    constants.put(form.quantized(), narrow.integers());
    constants.put(scale, narrow.scales());
    if (!shared) {
      removeUnlessKept(constant);
    }
    addDequantize(name, form, List.of(scale), 0);
    inputs.set(BIAS, form.dequantized());
  }

  private static boolean isWide(QuantizedConstant bias) {
    return bias.integers().dtype() == DType.INT64;
  }
}
