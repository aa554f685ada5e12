package io.plumbline.quantize.plan;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.quantize.form.Fusion;
import io.plumbline.quantize.form.IntegerForm;
import io.plumbline.quantize.form.Limits;
import io.plumbline.quantize.form.Terms;
import io.plumbline.quantize.mask.Sentinels;
import io.plumbline.quantize.rule.Behaviour;
import io.plumbline.quantize.rule.WeightOperand;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Decides the form and the precision of every group, in execution order, from the parameters of the
 * values around it. What a form needs and does not get makes it foreign, so that lowering has
 * nothing left to refuse.
 */
final class FormPlanner {
  static final String ALL_AROUND = "only nodes in float32 and outputs of the model depend on it";

  /** Of a node whose result nodes on integers read quantized. */
  static final String HANDED_ON = "nodes in float32 or outputs of the model get its float32 result";

  /** Of arithmetic between values in float32 that integers are not made of. */
  static final String OF_FLOAT = "all that it reads is in float32 anyway";

  /** Reasons that need no warning of their own: nodes around are in float32 for one that has it. */
  static final Set<String> CONSEQUENCES = Set.of(ALL_AROUND, HANDED_ON, OF_FLOAT);

  private final Graph graph;
  private final StoredParams stored;
  private final Sentinels sentinels;

  FormPlanner(Graph graph, StoredParams stored, Sentinels sentinels) {
    this.graph = graph;
    this.stored = stored;
    this.sentinels = sentinels;
  }

  NodePlan plan(Group group) {
    IntegerForm form = group.fused(form(group));
    if (form instanceof IntegerForm.Move) {
      stored.move(group.head());
    }
    Precision effective = effective(group, form);
    boolean wished = group.rule().isReal() && group.rule().reason().isEmpty();
    Precision requested = requested(group);
    return new NodePlan(
        group.names(),
        form,
        requested,
        effective,
        wished ? "" : reason(group, form, requested, effective));
  }

  /** A group that would be integer but for this reason. */
  NodePlan foreign(Group group, String reason) {
    return new NodePlan(
        group.names(),
        new IntegerForm.Foreign(reason),
        requested(group),
        Precision.FLOAT32,
        reason);
  }

  private Precision requested(Group group) {
    Precision precision = Precision.of(group.grant().requested());
    return WeightOperand.isReadBy(group.head(), graph) ? precision : precision.ofActivations();
  }

  /** Why a group does not compute in what was asked for; empty where it does. */
  private String reason(Group group, IntegerForm form, Precision requested, Precision effective) {
    return switch (effective) {
      case FLOAT32 -> reason(group, form);
      case EXACT -> "";
      case INT8, INT16, W16A8, W16A16 -> effective == requested ? "" : otherWidth(group, effective);
    };
  }

  private String otherWidth(Group group, Precision effective) {
    if (!group.grant().reason().isEmpty()) {
      return group.grant().reason();
    }
    return touched(group)
        .filter(touched -> isOf(touched.params(), effective.ofActivations()))
        .findFirst()
        .map(Touched::value)
        .map(
            value ->
                "'%s' is %s for the nodes around it"
                    .formatted(value, effective.ofActivations().label()))
        .orElse("");
  }

  private static boolean isOf(QuantParams params, Precision precision) {
    return Precision.ofIntegers(params.dtype()) == precision;
  }

  /** Integers that a group reads or writes. */
  private record Touched(String value, QuantParams params) {}

  /** The integers that a group reads and writes, in that order. */
  private Stream<Touched> touched(Group group) {
    return Stream.concat(
        group.nodes().stream()
            .flatMap(
                node ->
                    node.reads().stream()
                        .flatMap(value -> touched(value, stored.activation(node, value)))),
        group.outputs().stream().flatMap(value -> touched(value, stored.of(value))));
  }

  private static Stream<Touched> touched(String value, Optional<QuantParams> params) {
    return params.map(integers -> new Touched(value, integers)).stream();
  }

  /** The widest integers that a group reads or writes. */
  private Precision integer(Group group) {
    boolean wide = touched(group).anyMatch(touched -> isOf(touched.params(), Precision.INT16));
    Precision precision = wide ? Precision.INT16 : Precision.INT8;
    return stored.hasWideWeights(group.head()) ? precision.withWideWeights() : precision;
  }

  private IntegerForm form(Group group) {
    if (!isInteger(group)) {
      String reason = group.rule().isReal() ? reasonOf(group.rule().form()) : ALL_AROUND;
      return group.rule().real().orElseGet(() -> new IntegerForm.Foreign(reason));
    }
    if (group.rule().behaviour() == Behaviour.SELECTED) {
      stored.move(group.head());
    }
    IntegerForm form = group.rule().form();
    Optional<String> obstacle = obstacle(group, form);
    boolean computable = form instanceof IntegerForm.Table && group.rule().real().isPresent();
    return obstacle
        .map(
            reason ->
                computable ? group.rule().real().orElseThrow() : new IntegerForm.Foreign(reason))
        .orElse(form);
  }

  private static String reasonOf(IntegerForm form) {
    return form instanceof IntegerForm.Foreign(String reason) ? reason : "";
  }

  /** Whether a group that may be integer reads or writes integers. */
  private boolean isInteger(Group group) {
    return !group.rule().isReal()
        && (group.outputs().stream().anyMatch(stored::isWritten)
            || group.nodes().stream().anyMatch(stored::readsPlanned));
  }

  /** Why a form does not get the integers it needs; empty when it does. */
  private Optional<String> obstacle(Group group, IntegerForm form) {
    Node head = group.head();
    return switch (form) {
      case IntegerForm.Sum sum ->
          notRead(head, 0)
              .or(() -> sum.terms() instanceof Terms.Product ? notRead(head, 1) : none())
              .or(
                  () ->
                      group.fusion() instanceof Fusion.Function
                          ? notWritten(group.output())
                          : notWritable(group));
      case IntegerForm.Table(int input, Limits _) ->
          notRead(head, input).or(() -> notWritten(group.output()));
      case IntegerForm.Windowed _ -> notRead(head, 0).or(() -> notWritten(group.output()));
      case IntegerForm.Own _ ->
          readsIntegers(head, head.input(0)) || group.rule().real().isEmpty()
              ? notRead(head, 0).or(() -> notWritable(group))
              : notWritable(group);
      case IntegerForm.Arithmetic _,
          IntegerForm.Move _,
          IntegerForm.Exact _,
          IntegerForm.Foreign _ ->
          none();
    };
  }

  private static Optional<String> none() {
    return Optional.empty();
  }

  private Optional<String> notRead(Node node, int input) {
    return notNarrow(node.input(input), stored.read(node, node.input(input)));
  }

  private Optional<String> notWritten(String value) {
    return notNarrow(value, stored.of(value));
  }

  private boolean readsIntegers(Node node, String value) {
    return stored.read(node, value).isPresent();
  }

  /** Why a value cannot be read or written as integers of 8 or 16 bits with one scale. */
  private Optional<String> notNarrow(String value, Optional<QuantParams> params) {
    if (params.isEmpty()) {
      return Optional.of(notQuantized(value));
    }
    return params.get().dtype().bytes() <= 2 && params.get().isPerTensor()
        ? Optional.empty()
        : Optional.of("'%s' is %s, not one scale of 8 or 16 bits".formatted(value, params.get()));
  }

  private String notQuantized(String value) {
    return sentinels.reason(value).orElseGet(() -> "'%s' is not quantized".formatted(value));
  }

  private Optional<String> notWritable(Group group) {
    return group.outputs().stream()
        .filter(value -> stored.of(value).isPresent())
        .flatMap(value -> notWritten(value).stream())
        .findFirst();
  }

  private Precision effective(Group group, IntegerForm form) {
    return switch (form) {
      case IntegerForm.Sum _, IntegerForm.Table _, IntegerForm.Windowed _ -> integer(group);
      case IntegerForm.Arithmetic _ ->
          !group.rule().isReal() && touchesIntegers(group) ? integer(group) : Precision.FLOAT32;
      case IntegerForm.Own _ ->
          !group.rule().isReal() && readsIntegers(group.head(), group.head().input(0))
              ? integer(group)
              : Precision.FLOAT32;
      case IntegerForm.Move _ -> ofMoved(group.outputs());
      case IntegerForm.Exact _ ->
          touchesIntegers(group) ? integer(group) : ofNumbers(group.head().input(0));
      case IntegerForm.Foreign _ -> Precision.FLOAT32;
    };
  }

  private boolean touchesIntegers(Group group) {
    return group.head().inputs().stream().anyMatch(value -> readsIntegers(group.head(), value))
        || group.outputs().stream().anyMatch(value -> stored.of(value).isPresent());
  }

  /** Integers where any of several results is: a Split may hand some of them on in float32. */
  private Precision ofMoved(List<String> outputs) {
    return outputs.stream()
        .filter(output -> stored.of(output).isPresent())
        .findFirst()
        .map(this::ofNumbers)
        .orElseGet(() -> ofNumbers(outputs.getFirst()));
  }

  /** What the numbers of a value are. */
  private Precision ofNumbers(String value) {
    Optional<QuantParams> params = stored.of(value);
    if (params.isPresent()) {
      return Precision.ofIntegers(params.get().dtype());
    }
    boolean real =
        graph.tensorType(value).map(TensorType::dtype).filter(DType.FLOAT32::equals).isPresent();
    return real ? Precision.FLOAT32 : Precision.EXACT;
  }

  private String reason(Group group, IntegerForm form) {
    if (form instanceof IntegerForm.Foreign(String reason)) {
      return reason;
    }
    if (group.rule().isReal()) {
      return group.rule().reason();
    }
    if (isInteger(group)) {
      return notQuantized(group.head().input(0));
    }
    if (group.outputs().stream().anyMatch(stored::isReadQuantized)) {
      return HANDED_ON;
    }
    boolean masked = group.head().reads().stream().anyMatch(sentinels::keeps);
    return group.rule().behaviour() == Behaviour.ARITHMETIC && !masked ? OF_FLOAT : ALL_AROUND;
  }
}
