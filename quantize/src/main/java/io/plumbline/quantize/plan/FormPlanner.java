package io.plumbline.quantize.plan;

import io.plumbline.graph.Graph;
import io.plumbline.graph.Node;
import io.plumbline.graph.TensorType;
import io.plumbline.quantize.form.Fusion;
import io.plumbline.quantize.form.IntegerForm;
import io.plumbline.quantize.form.Limits;
import io.plumbline.quantize.form.Terms;
import io.plumbline.quantize.rule.Behaviour;
import io.plumbline.tensor.DType;
import io.plumbline.tensor.QuantParams;
import java.util.Optional;

/**
 * Decides the form and the precision of every group, in execution order, from the parameters of the
 * values around it. What a form needs and does not get makes it foreign, so that lowering has
 * nothing left to refuse.
 */
final class FormPlanner {
  static final String ALL_AROUND = "only nodes in float32 and outputs of the model depend on it";

  private final Graph graph;
  private final StoredParams stored;
  private final Precision integer;

  /**
   * @param integer what nodes compute in that are not kept in float32
   */
  FormPlanner(Graph graph, StoredParams stored, Precision integer) {
    this.graph = graph;
    this.stored = stored;
    this.integer = integer;
  }

  NodePlan plan(Group group) {
    IntegerForm form = group.fused(form(group));
    if (form instanceof IntegerForm.Move) {
      stored.move(group.head());
    }
    Precision effective = effective(group, form);
    boolean wished = group.rule().isReal() && group.rule().reason().isEmpty();
    Precision requested = wished ? Precision.FLOAT32 : integer;
    String reason = wished || effective != Precision.FLOAT32 ? "" : reason(group, form);
    return new NodePlan(group.names(), form, requested, effective, reason);
  }

  /** A group that would be integer but for this reason. */
  NodePlan foreign(Group group, String reason) {
    return new NodePlan(
        group.names(), new IntegerForm.Foreign(reason), integer, Precision.FLOAT32, reason);
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
        && (group.outputs().stream().anyMatch(stored::isPlanned)
            || group.nodes().stream()
                .anyMatch(node -> node.inputs().stream().anyMatch(stored::isPlanned)));
  }

  /** Why a form does not get the integers it needs; empty when it does. */
  private Optional<String> obstacle(Group group, IntegerForm form) {
    Node head = group.head();
    return switch (form) {
      case IntegerForm.Sum sum ->
          notByte(head.input(0))
              .or(() -> sum.terms() instanceof Terms.Product ? notByte(head.input(1)) : none())
              .or(
                  () ->
                      group.fusion() instanceof Fusion.Function
                          ? notByte(group.output())
                          : notWritable(group));
      case IntegerForm.Table(int input, Limits _) ->
          notByte(head.input(input)).or(() -> notByte(group.output()));
      case IntegerForm.Windowed _ -> notByte(head.input(0)).or(() -> notByte(group.output()));
      case IntegerForm.Own _ ->
          group.rule().real().isPresent()
              ? notReadable(head.input(0)).or(() -> notWritable(group))
              : notByte(head.input(0)).or(() -> notWritable(group));
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

  /** Why a value cannot be read or written as bytes of one scale. */
  private Optional<String> notByte(String value) {
    Optional<QuantParams> params = stored.of(value);
    if (params.isEmpty()) {
      return Optional.of("'%s' is not quantized".formatted(value));
    }
    boolean isByte = params.get().dtype() == DType.INT8 || params.get().dtype() == DType.UINT8;
    return isByte && params.get().isPerTensor()
        ? Optional.empty()
        : Optional.of("'%s' is %s, not one 8-bit scale".formatted(value, params.get()));
  }

  private Optional<String> notReadable(String value) {
    return stored.of(value).isPresent() ? notByte(value) : Optional.empty();
  }

  private Optional<String> notWritable(Group group) {
    return group.outputs().stream().flatMap(value -> notReadable(value).stream()).findFirst();
  }

  private Precision effective(Group group, IntegerForm form) {
    return switch (form) {
      case IntegerForm.Sum _, IntegerForm.Table _, IntegerForm.Windowed _ -> integer;
      case IntegerForm.Arithmetic _ -> isInteger(group) ? integer : Precision.FLOAT32;
      case IntegerForm.Own _ ->
          isInteger(group) && stored.of(group.head().input(0)).isPresent()
              ? integer
              : Precision.FLOAT32;
      case IntegerForm.Move _ -> ofNumbers(group.outputs().getFirst());
      case IntegerForm.Exact _ ->
          touchesIntegers(group) ? integer : ofNumbers(group.head().input(0));
      case IntegerForm.Foreign _ -> Precision.FLOAT32;
    };
  }

  private boolean touchesIntegers(Group group) {
    return group.head().inputs().stream().anyMatch(value -> stored.of(value).isPresent())
        || group.outputs().stream().anyMatch(value -> stored.of(value).isPresent());
  }

  /** What the numbers of a value are. */
  private Precision ofNumbers(String value) {
    if (stored.of(value).isPresent()) {
      return integer;
    }
    boolean real =
        graph.tensorType(value).map(TensorType::dtype).filter(DType.FLOAT32::equals).isPresent();
    return real ? Precision.FLOAT32 : Precision.EXACT;
  }

  private String reason(Group group, IntegerForm form) {
    if (form instanceof IntegerForm.Foreign(String reason)) {
      return reason;
    }
    return group.rule().isReal()
        ? group.rule().reason()
        : isInteger(group) ? "'%s' is not quantized".formatted(group.head().input(0)) : ALL_AROUND;
  }
}
